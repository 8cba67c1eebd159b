#!/usr/bin/env python3
"""Runs a command in a terminal of its own, and prints what it showed: as it came, or as a picture.

terminal.py [--svg TITLE] [--width N] -- COMMAND...
The exit code is the command's.
"""
import argparse
import fcntl
import os
import pty
import re
import struct
import sys
import termios
from xml.sax.saxutils import escape

COLOURS = {90: '#6e7781', 91: '#cf222e', 92: '#1a7f37', 93: '#9a6700', 30: '#24292f', 31: '#cf222e', 32: '#1a7f37', 33: '#9a6700', 37: '#6e7781'}
ROW, COLUMN, EDGE = 19, 8.4, 16


def run(command, width):
    """What the command wrote to its terminal, and its exit code."""
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 40, width, 0, 0))
        os.execvp(command[0], command)
    shown = b''
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    return shown.decode().replace('\r\n', '\n'), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def draw(text, title, prompt, width):
    """The text as SVG: what is coloured on the terminal is coloured there."""
    text = f'\x1b[90m$\x1b[0m {prompt}\n' + text.rstrip('\n')
    lines = re.sub(r'\x1b(\[\?[0-9]+[hl]|[=>])', '', text).split('\n')
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * COLUMN + 2 * EDGE:.0f}" height="{len(lines) * ROW + 2 * EDGE}" role="img">',
           f'<title>{escape(title)}</title>', '<style>text { font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #24292f; white-space: pre }</style>',
           '<rect width="100%" height="100%" rx="8" fill="#f6f8fa" stroke="#d0d7de"/>']
    colour = None
    for number, line in enumerate(lines):
        column = 0
        for piece in re.split(r'(\x1b\[[0-9;]*m)', line):
            if match := re.fullmatch(r'\x1b\[([0-9;]*)m', piece):
                colour = COLOURS.get(int(match[1].split(';')[-1] or 0))
            elif piece:
                fill = f' fill="{colour}" style="fill: {colour}"' if colour else ''
                out.append(f'<text x="{EDGE + column * COLUMN:.1f}" y="{EDGE + 14 + number * ROW}"{fill} textLength="{len(piece.rstrip()) * COLUMN:.1f}">{escape(piece.rstrip())}</text>' if piece.strip() else '')
                column += len(piece)
    return '\n'.join(part for part in out if part) + '\n</svg>\n'


parser = argparse.ArgumentParser()
parser.add_argument('--svg')
parser.add_argument('--prompt', default='')
parser.add_argument('--width', type=int, default=100)
parser.add_argument('command', nargs='+')
options = parser.parse_args()
shown, code = run(options.command, options.width)
sys.stdout.write(draw(shown, options.svg, options.prompt, options.width) if options.svg else shown)
sys.exit(code)
