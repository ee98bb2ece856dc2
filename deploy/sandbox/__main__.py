"""`python -m deploy.sandbox`: what `make run` runs."""

import asyncio
import logging
import os
import sys

from deploy.sandbox.words import FAILED, INTERRUPTED, SandboxError
from shared.testing.servers.process import ServerError

_TEACHING = """\
make run 启动整套系统并播放街道的一天；环境变量：
  ONCE=1       播放完、对账后自行退出，最后一行是 JSON 结果
  BUS=kafka    用 Apache Kafka（需 Java 17 与 Maven），默认用内置的
  DAY=<文件>   播放别的事件文件：每行一个 CloudEvent；offset 为从当天开始起的秒数
  SPEED=<倍>   SPEED=2 以平常两倍的速度播放（平常整天约 15 秒）
  CLOCK=2025-09-28T08:00+08:00x20000  服务的时钟自此刻起快 20000 倍：几秒过一天，看到期提醒
  KEEP=1       保留上次的数据

make run starts the whole house and plays a working day. ONCE=1 ends by itself with one line of
JSON; BUS=kafka takes Apache Kafka (Java 17, Maven); DAY=<file> plays another file of CloudEvents,
one a line; SPEED=2 plays twice as fast as usual (usually the day takes 15 s); with
CLOCK=2025-09-28T08:00+08:00x20000 the services live from then on, 20,000 times as fast: a day in
seconds, to see what falls due; KEEP=1 keeps the data of last time.
"""


def main() -> int:
    """Run the sandbox and return its exit code; every failure is one sentence."""
    if sys.argv[1:]:
        print(_TEACHING)
        return 0 if sys.argv[1] in {"-h", "--help"} else 2
    logging.basicConfig(level=logging.CRITICAL)
    try:
        return _run()
    except SandboxError as fault:
        print(fault, file=sys.stderr)
        return fault.code
    except ServerError as fault:
        print(fault, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except ImportError as fault:
        print(
            f"缺少 Python 包 {fault.name}：请运行 pip install -r requirements.lock。"
            f" / The Python package {fault.name} is missing: pip install -r requirements.lock.",
            file=sys.stderr,
        )
        return FAILED


def _run() -> int:
    # Imported here so that a missing wheel is told in words.
    from deploy.sandbox.begin import begin  # noqa: PLC0415

    return asyncio.run(begin(os.environ))


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # At once: a start that was cut off may leave a waiting thread behind, and its child, if there
    # is one, ends with us.
    os._exit(code)
