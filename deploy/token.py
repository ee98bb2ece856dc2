"""`python -m deploy.token`: a bearer token of the sandbox's own issuer, on standard output."""

import argparse
import os
import sys
from pathlib import Path

from deploy.sandbox.options import read_options
from deploy.sandbox.secrets import SECRETS
from deploy.sandbox.tokens import token_for
from deploy.sandbox.words import USAGE, SandboxError
from shared.codes import is_org_code
from shared.identity.issuer import KEY_FILE, Issuer
from shared.identity.roles import Role

_ROLES = "、".join(f"{role.value}（{role.zh}）" for role in Role)
_TEACHING = f"""\
打印演示环境的访问令牌（12 小时有效），用法：
  curl -H "Authorization: Bearer $(make token ROLE=clerk ORG=150602013003)" <URL>
角色：{_ROLES}
只对 `make run` 的签发者有效；正式部署由身份平台签发令牌。

Prints a bearer token of the running sandbox (or of one kept by KEEP=1), valid for 12 hours.
ORG is a 12-digit organisation code: 150602013000 is the whole sub-district, …001 to …007 its
communities. A subject such as stf_g0101 makes it that member of staff's token."""


def main() -> None:
    """Print one token, or say in one sentence why there is none."""
    try:
        print(_token(_arguments(sys.argv[1:])))
    except SandboxError as fault:
        print(fault, file=sys.stderr)
        sys.exit(fault.code)


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m deploy.token",
        description=_TEACHING,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--role", default=Role.CLERK.value, help="角色 / role")
    parser.add_argument("--org", help="组织机构代码，12 位 / organisation code, 12 digits")
    parser.add_argument("--subject", help="本人编号，如 stf_c0001 / whose token")
    parser.add_argument("--partner", help="合作方编号，如 hotline / partner id, role partner only")
    return parser.parse_args(words)


def _token(asked: argparse.Namespace) -> str:
    if asked.role not in {role.value for role in Role}:
        raise SandboxError(
            f"没有角色“{asked.role}”；可用：{_ROLES}。", f"No role '{asked.role}'.", USAGE
        )
    if asked.org is not None and not is_org_code(asked.org):
        raise SandboxError(
            "--org 应为 12 位组织机构代码，如 150602013003。",
            "--org must be a 12-digit organisation code such as 150602013003.",
            USAGE,
        )
    issuer = _issuer()
    return token_for(issuer, Role(asked.role), asked.org, asked.subject, asked.partner)


def _issuer() -> Issuer:
    folder: Path = read_options({"SANDBOX_HOME": os.environ.get("SANDBOX_HOME", "")}).home
    place = folder / SECRETS / "issuer"
    if not (place / KEY_FILE).is_file():
        raise SandboxError(
            "没有演示环境的签发者：请先在另一个窗口运行 make run。",
            "There is no sandbox to sign for: start it first with make run in another window.",
        )
    return Issuer.load(place)


if __name__ == "__main__":
    main()
