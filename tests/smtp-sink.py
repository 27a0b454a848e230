#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mail server for tests: takes mail on the loopback and keeps it.

usage: smtp-sink.py DIRECTORY

Writes its port to DIRECTORY/port, then every message taken over to
DIRECTORY/1.eml, 2.eml, ... While DIRECTORY/refuse exists, it takes none (451).
Speaks as much SMTP (RFC 5321) as a submitting client needs. Ends with its parent.
"""
import os
import socketserver
import sys
import threading
import time

FOLDER = sys.argv[1]


class Session(socketserver.StreamRequestHandler):
    taken = 0

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        self.say("220 sink")
        while line := self.rfile.readline():
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"QUIT":
                self.say("221 bye")
                return
            if verb == b"DATA":
                self.data()
            else:
                self.say("250 sink" if verb in (b"EHLO", b"HELO") else "250 ok")

    def data(self):
        if os.path.exists(os.path.join(FOLDER, "refuse")):
            self.say("451 not today")
            return
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        Session.taken += 1
        name = os.path.join(FOLDER, f"{Session.taken}.eml")
        with open(name + ".part", "wb") as f:
            f.writelines(lines)
        os.rename(name + ".part", name)
        self.say("250 taken")


def watch(parent):
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(0)


def main():
    threading.Thread(target=watch, args=(os.getppid(),), daemon=True).start()
    with socketserver.TCPServer(("127.0.0.1", 0), Session) as server:
        port = os.path.join(FOLDER, "port")
        with open(port + ".part", "w", encoding="ascii") as f:
            f.write(str(server.server_address[1]))
        os.rename(port + ".part", port)
        server.serve_forever()


if __name__ == "__main__":
    main()
