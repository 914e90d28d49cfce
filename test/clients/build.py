# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What some stacks need before they can run: npm's packages, code that is generated from the description. It is made in
the stack's folder, and not again while nothing has changed."""
import fcntl
import hashlib
import os
import pathlib
import re
import shutil
import subprocess

THIS = pathlib.Path(__file__)
HERE = THIS.parent
LIBRARIES = ["jaxws-rt", "jaxws-api", "jaxb-api", "jws-api", "javax.xml.soap-api", "gson"]
CLASSES = ":".join(["classes"] + ["/usr/share/java/%s.jar" % name for name in LIBRARIES])
# Its runtime opens classes of java.lang at start.
JAVA = ["java", "-XX:TieredStopAtLevel=1", "--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp", CLASSES, "Client"]


class Failed(Exception):
    """What was to be made cannot be made; the text says why."""


def run(folder, *command):
    try:
        done = subprocess.run([str(word) for word in command], cwd=folder, stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except FileNotFoundError as error:
        raise Failed("%s is not there" % error.filename) from error
    if done.returncode:
        lines = [line for line in done.stdout.splitlines() if re.search("error|fail|not ", line, re.IGNORECASE)]
        raise Failed("%s: %s" % (command[0], " | ".join((lines or done.stdout.splitlines())[:4])))


def once(folder, sources, make):
    """Calls make() in a folder that holds nothing but `sources`, unless it did so with the same ones already."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes())
    stamp = folder / "made-from"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    for entry in folder.iterdir():
        if entry not in sources and entry.name != "lock":
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    make()
    stamp.write_text(digest.hexdigest())


def node_modules(folder):
    """npm's packages, one folder of them for all stacks that want them."""
    shared = folder.parent / "npm"
    shared.mkdir(exist_ok=True)
    lists = [HERE / "package.json", HERE / "package-lock.json"]

    def install():
        for file in lists:
            shutil.copy(file, shared)
        run(shared, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")

    with open(shared / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        once(shared, lists, install)
    os.environ["NODE_PATH"] = str(shared / "node_modules")


def compile_gsoap(folder, source, *generated):
    """Links client.cpp with the code that soapcpp2 writes from kimai.h, to which a header entry is added as users of
    WS-Security would."""
    with open(folder / "kimai.h", "a") as header:
        header.write("//gsoap sec schema namespace: urn:example:security\n"
                     "struct SOAP_ENV__Header { mustUnderstand std::string *sec__Security 0; };\n")
    run(folder, "soapcpp2", "-j", "-C", "-x", "-I/usr/share/gsoap/import", "kimai.h")
    shutil.copy(source, folder / "client.cpp")
    shutil.copy(HERE / "gsoap" / "conversation.hpp", folder)
    objects = []
    for file in ["client.cpp", "soapC.cpp", *generated]:
        objects.append(file + ".o")
        run(folder, "ccache", "g++", "-std=c++20", "-O0", "-w", "-I.", "-c", file, "-o", objects[-1])
    run(folder, "g++", "-o", "client", *objects, "-lgsoap++", "-lboost_json")


def gsoap_rpc(folder):
    source = HERE / "gsoap" / "rpc.cpp"

    def make():
        run(folder, "wsdl2h", "-d", "-o", "kimai.h", "kimai.wsdl")
        header = (folder / "kimai.h").read_text()
        # An array of SOAP's encoding cannot hold a Map; a DOM element, which wsdl2h -d has for everything else, can.
        header = re.sub(r"SOAP_ENC__Array( +:?record\b)", r"xsd__anyType\1", header)
        (folder / "kimai.h").write_text(header)
        compile_gsoap(folder, source, "soapKimai_USCORERemote_USCOREApiBindingProxy.cpp")

    once(folder, [folder / "kimai.wsdl", source, HERE / "gsoap" / "conversation.hpp", THIS], make)


def gsoap_document(folder):
    source = HERE / "gsoap" / "document.cpp"

    def make():
        run(folder, "wsdl2h", "-o", "kimai.h", "kimai.wsdl")
        compile_gsoap(folder, source, "soapKimaiBindingProxy.cpp")

    once(folder, [folder / "kimai.wsdl", source, HERE / "gsoap" / "conversation.hpp", THIS], make)


def java(folder):
    source = HERE / "java" / "Client.java"

    def make():
        (folder / "classes").mkdir()
        run(folder, "/usr/share/jaxws/bin/wsimport.sh", "-Xnocompile", "-d", ".", "-p", "kimai", "kimai.wsdl")
        generated = sorted((folder / "kimai").glob("*.java"))
        run(folder, "javac", "-nowarn", "-cp", CLASSES, "-d", "classes", source, *generated)

    once(folder, [folder / "kimai.wsdl", source, THIS], make)
