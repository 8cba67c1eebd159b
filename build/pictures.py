#!/usr/bin/env python3
"""Draws docs/pictures from the texts below. Run it after a change: build/pictures.py. A test compares the pictures with what it draws."""
import sys
from pathlib import Path
from xml.sax.saxutils import escape

OUT = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / 'docs' / 'pictures'

# A card of its own colour, so that it can be read on any page, light or dark.
STYLE = '''
    text { font: 14px system-ui, "Segoe UI", sans-serif; fill: #1b1f24 }
    .card { fill: #f6f8fa; stroke: #d0d7de } .box { fill: #ffffff; stroke: #57606a; stroke-width: 1.5 }
    .head { font-weight: 600 } .small { font-size: 12px; fill: #57606a } .line { stroke: #57606a; stroke-width: 1.5; fill: none }
    .tip { fill: #57606a } .good { fill: #2da44e } .old { fill: #bf8700 } .bad { fill: #cf222e } .soft { fill: #ddf4ff; stroke: #54aeff } .new { fill: #0969da }
    .mark { fill: #ffffff; font-weight: 600; font-size: 13px }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 } .card { fill: #161b22; stroke: #30363d } .box { fill: #0d1117; stroke: #8b949e } .small { fill: #9da7b3 }
      .line { stroke: #8b949e } .tip { fill: #8b949e } .soft { fill: #0c2d6b; stroke: #388bfd } .good { fill: #238636 } .old { fill: #9e6a03 } .bad { fill: #da3633 } .new { fill: #1f6feb }
      .mark { fill: #ffffff }
    }'''


class Picture:
    """An SVG that grows by text, boxes, bars and arrows."""

    def __init__(self, name, width, height, title, says):
        self.name, self.width, self.height = name, width, height
        self.parts = [f'<title>{escape(title)}</title>', f'<desc>{escape(says)}</desc>', f'<style>{STYLE}\n  </style>',
                      '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>',
                      f'<rect class="card" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8"/>']
        self.text(20, 30, title, 'head')

    def text(self, x, y, text, kind='', anchor='start'):
        for number, line in enumerate(text.split('\n')):
            self.parts.append(f'<text class="{kind}" x="{x}" y="{y + 17 * number}" text-anchor="{anchor}">{escape(line)}</text>')

    def box(self, x, y, width, height, head, small='', kind='box'):
        self.parts.append(f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}" rx="6"/>')
        self.text(x + width / 2, y + 23, head, 'head', 'middle')
        if small:
            self.text(x + width / 2, y + 43, small, 'small', 'middle')

    def bar(self, x, y, width, height, text, kind):
        self.parts.append(f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}" rx="3"/>')
        if text:
            self.text(x + width / 2, y + height / 2 + 5, text, 'mark', 'middle')

    def line(self, *points, tip=True):
        end = ' marker-end="url(#tip)"' if tip else ''
        self.parts.append(f'<path class="line" d="M{" L".join(f"{x} {y}" for x, y in points)}"{end}/>')

    def save(self):
        body = '\n  '.join(self.parts)
        (OUT / f'{self.name}.svg').write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}" viewBox="0 0 {self.width} {self.height}" role="img">\n  {body}\n</svg>\n')


def checks():
    steps = [('Headers', 'there, once,\nwithin 4 KiB'), ('Time', 'both sides\nof the window'), ('Key ring', 'by id; one dummy\nfor the unknown'),
             ('Body', 'only now,\nup to the limit'), ('MAC', 'every accepted key,\nconstant time'), ('Replay', 'one atomic claim,\nafter the MAC')]
    refused = ['Missing, Malformed', 'TooOld, InFuture', '(goes on, as if)', 'TooLarge, AlreadyRead', 'Mismatch, UnknownKey,\nExpired, Disabled', 'Replayed']
    picture = Picture('checks', 980, 212, 'The order of the checks: cheapest first, each with a bound',
                      'Headers, time, key ring, body, MAC, replay. Each may refuse; only what passes all six is valid.')
    for number, ((head, small), why) in enumerate(zip(steps, refused)):
        x = 20 + 157 * number
        picture.box(x, 56, 136, 70, head, small)
        picture.line((x + 136, 91), (x + 155, 91))
        if number != 2:
            picture.line((x + 68, 126), (x + 68, 152))
        picture.text(x + 68, 168, why, 'small', 'middle')
    picture.text(962, 84, '✓', 'head', 'middle')
    picture.save()


def rotation():
    picture = Picture('rotation', 760, 232, 'A secret is rotated: both are accepted for a while',
                      'The old secret signs until the rotation, and is accepted until its end. The new one signs from the rotation on.')
    for x, text in ((350, 'RotateAsync(id, overlap)'), (540, 'the overlap is over')):
        picture.line((x, 50), (x, 162), tip=False)
        picture.text(x, 180, text, 'small', 'middle')
    picture.text(20, 78, 'old secret')
    picture.bar(120, 60, 230, 28, 'signs, is accepted', 'new')
    picture.bar(350, 60, 190, 28, 'is accepted', 'old')
    picture.text(20, 126, 'new secret')
    picture.bar(350, 108, 380, 28, 'signs, is accepted', 'new')
    picture.line((120, 162), (736, 162))
    picture.text(730, 200, 'time', 'small', 'end')
    picture.text(120, 216, 'Meanwhile hmackit.keys.older_uses counts the callers that haven’t changed over.', 'small')
    picture.save()


def replay():
    picture = Picture('replay-window', 760, 226, 'How long a signed request can come, and is remembered',
                      'A request is accepted from greatest skew before its signed time to greatest age after it. Its nonce is remembered for as long.')
    picture.text(20, 84, 'accepted')
    picture.bar(150, 66, 120, 28, 'skew', 'soft')
    picture.bar(270, 66, 290, 28, 'age', 'soft')
    picture.parts[-1] = picture.parts[-1].replace('class="mark"', 'class="head"')
    picture.parts[-3] = picture.parts[-3].replace('class="mark"', 'class="head"')
    picture.bar(560, 66, 170, 28, 'TimestampTooOld', 'bad')
    picture.text(20, 124, 'nonce is\nremembered')
    picture.bar(330, 112, 230, 28, 'Replayed', 'old')
    picture.line((150, 160), (736, 160))
    for x, text in ((150, 'earliest'), (270, 'signed time'), (330, 'first use'), (560, 'the claim expires')):
        picture.line((x, 56), (x, 165), tip=False)
        picture.text(x, 182 if x != 330 else 200, text, 'small', 'middle')
    picture.text(730, 216, 'retention = greatest age + greatest skew', 'small', 'end')
    picture.save()


def limits():
    picture = Picture('bucket-and-window', 760, 270, '60 a minute, by a caller who never pauses: accepted in each ten seconds',
                      'A bucket lets 60 through at once and ten more in each ten seconds. A window lets 60 through at once and nothing until the minute is over.')
    for top, name, values in ((64, 'PerMinute(60)\ntoken bucket', [70] + [10] * 11), (164, 'InAnyMinute(60)\nsliding window', [60, 0, 0, 0, 0, 0, 60, 0, 0, 0, 0, 0])):
        picture.text(20, top + 30, name)
        for number, value in enumerate(values):
            x = 160 + 48 * number
            if value:
                picture.bar(x, top + 70 - value, 40, value, str(value), 'new' if value > 15 else 'good')
                if value <= 15:
                    picture.parts.pop()
                    picture.text(x + 20, top + 54, str(value), 'small', 'middle')
        picture.line((150, top + 71), (740, top + 71), tip=False)
    for number in range(0, 13, 3):
        picture.text(160 + 48 * number, 253, f'{number * 10} s', 'small', 'middle')
    picture.save()


def outbox():
    picture = Picture('outbox', 820, 300, 'A delivery of the outbox',
                      'An event is committed with your transaction, waits, is attempted under a lease, and ends as delivered or as a dead letter.')
    picture.box(20, 110, 150, 60, 'your transaction', 'EnqueueAsync, commit', 'soft')
    picture.box(250, 110, 120, 60, 'Waiting', 'until it is due')
    picture.box(450, 110, 130, 60, 'an attempt', 'under a lease')
    picture.box(670, 56, 130, 60, 'Delivered', '2xx')
    picture.box(670, 176, 130, 60, 'Dead', 'a dead letter')
    picture.line((170, 140), (248, 140))
    picture.line((370, 140), (448, 140))
    picture.line((580, 128), (668, 92))
    picture.line((580, 152), (668, 200))
    picture.line((480, 110), (480, 66), (310, 66), (310, 108))
    picture.text(395, 58, 'failed: after the next delay', 'small', 'middle')
    picture.line((480, 170), (480, 206), (330, 206), (330, 172))
    picture.text(405, 222, 'the lease is over: anybody takes it', 'small', 'middle')
    picture.line((735, 236), (735, 268), (290, 268), (290, 172))
    picture.text(510, 284, 'ResendAsync', 'small', 'middle')
    picture.text(516, 200, '410, other 4xx,\nno delay left', 'small')
    picture.save()


OUT.mkdir(parents=True, exist_ok=True)
for draw in (checks, rotation, replay, limits, outbox):
    draw()
