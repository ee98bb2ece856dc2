# jiedao: every task of a developer's day. `make` alone lists them.
# One optional word each for `make run`: ONCE=1 BUS=kafka DAY=<file> SPEED=<factor> CLOCK=<instant>x<factor> KEEP=1
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check fmt bench chaos outages fuzz docs up token

BIN := .venv/bin
PYTHON ?= python3
ROLE ?= clerk
ORG ?= 150602013003
# Each worker has servers of its own; a file's tests stay with one worker.
WORKERS ?= 2
# What was given on the command line or in the environment reaches the sandbox; nothing else does.
$(foreach name,ONCE BUS DAY SPEED CLOCK KEEP KILLS EVENTS SEED OUTAGE_SECONDS EXAMPLES,$(if $($(name)),$(eval export $(name))))

help: ## 列出全部任务 / list the tasks
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

# exec: Ctrl-C reaches the sandbox alone, which ends its children and then itself.
run: .venv/.ready ## 启动演示环境 / start everything and play a working day (ONCE=1 BUS=kafka DAY= SPEED= CLOCK= KEEP=1)
	@exec $(BIN)/python -m deploy.sandbox

test: check ## 检查并跑全部测试 / check, then every test
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile --ignore=tests/architecture --ignore=tests/faults/outages

check: .venv/.ready ## 静态检查与架构测试 / lint, types, import contracts, architecture tests
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest tests/architecture

fmt: .venv/.ready ## 统一格式 / format, and mend what lint can mend
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

bench: .venv/.ready ## 基准测试 / benchmarks, peers side by side
	@exec $(BIN)/python -m benchmarks

chaos: .venv/.ready ## 故障测试 / kill everything at random under load, then account for every event (KILLS=10 EVENTS=2000 SEED=1)
	@exec $(BIN)/python -m tests.faults.chaos

outages: .venv/.ready ## 停机测试 / store and bus away, a flood, rolling restarts; minutes (OUTAGE_SECONDS=10)
	@exec $(BIN)/pytest tests/faults/outages

fuzz: export EXAMPLES ?= 100
fuzz: .venv/.ready ## 接口模糊测试 / try every operation of the four OpenAPI documents; an hour (EXAMPLES=100)
	@exec $(BIN)/pytest -s tests/contracts/http

docs: .venv/.ready ## 生成文档 / write docs/events.md, AsyncAPI and schemas
	@$(BIN)/python -m deploy.docs

up: .venv/.ready ## 用容器启动 / build and start with Docker Compose
	@docker compose version >/dev/null 2>&1 || { \
	  echo "需要 Docker 与 Compose 插件；没有时请用 make run。/ Docker with its Compose plugin is missing: install it, or use make run." >&2; exit 1; }
	@$(BIN)/python -m deploy.keys
	@docker compose up -d --build

token: .venv/.ready ## 打印令牌 / print a token of the sandbox (ROLE=clerk ORG=150602013003)
	@$(BIN)/python -m deploy.token --role $(ROLE) --org $(ORG)

# The stamp is written last: an installation that was cut off is taken up again.
.venv/.ready: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "需要 Python 3.11 或更新版本：安装后用 PYTHON=python3.11 指定。/ Python 3.11 or newer is needed: install it, and name it with PYTHON=python3.11 if it is not python3." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "缺少 Python 的 venv 模块：sudo apt install python3-venv。/ Python's venv module is missing: sudo apt install python3-venv (or python3.11-venv)." >&2; exit 1; }
	@echo "第一次运行：安装依赖… / first run: installing dependencies…"
	@$(BIN)/python -c 'import pip' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --require-hashes -r requirements.lock -q --disable-pip-version-check || { \
	  echo "安装没有完成：请检查网络后再运行一次。/ The installation did not finish: check the network and run the same command again." >&2; exit 1; }
	@touch $@
