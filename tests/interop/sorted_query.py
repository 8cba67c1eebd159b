#!/usr/bin/env python3
"""Queries and the JSON that Python makes of them, one JSON object a line.

Without arguments: writes tests/HmacKit.Tests/Vectors/python/sorted-query.jsonl anew; its content depends on nothing but
this file. With `--answer`: reads {"id", "query"} lines from stdin and answers {"id", "json"} lines.

"json" is null where the query can't be one object: a name occurs twice, or the text isn't UTF-8.
"""
import json
import pathlib
import random
import sys
from urllib.parse import parse_qsl, quote, quote_plus

VECTORS = pathlib.Path(__file__).parent.parent / "HmacKit.Tests" / "Vectors" / "python" / "sorted-query.jsonl"


def sorted_json(query):
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        return None
    parameters = dict(pairs)
    if len(parameters) != len(pairs):
        return None
    if not parameters:
        return ""
    return json.dumps(dict(sorted(parameters.items())), separators=(",", ":"))


BY_HAND = [
    "", "&", "&&", "a=1", "a", "a=", "=", "=a", "=&a=1", "a=1&b=2", "b=2&a=1", "a=1&&b=2", "&a=1&", "a==1", "a=b=c", "a=1?b=2",
    "a=x+y", "a=x%20y", "a+b=1", "a%20b=1", "a=%2B", "a=%2b", "+=+", "%20=%20", "a=%26%3D&b=%3d%26",
    "a=%", "a=%4", "a=%zz", "a=%z1", "a=%1z", "%=%", "a=%%41", "a=%2541", "a=%25", "a=%u0041", "a=100%&b=1",
    "a=%C3%A9", "a=\u00e9", "a=\u00e9%C3%A9", "a=%f0%9f%94%91", "a=\U0001f511", "\U0001f511=a",
    "a=%22%5C%2F%08%0C%0A%0D%09", "a=\"\\/", "a=%00", "a=%1F", "a=%7F", "a=\x7f", "a=%C2%80", "a=%E2%80%A8%E2%80%A9",
    "a=<>&b='", "a=%3C%3E%26%27", "a=;b=2", "a=1;b=2", "a=#x",
    # U+E000 comes after U+10000 in UTF-16 units, and before it by code point.
    "%EE%80%80=1&%F0%90%80%80=2", "%F0%90%80%80=1&%EE%80%80=2", "\ue000=1&\U00010000=2&\uffff=3&\U0010ffff=4&\ud7ff=5&a=6",
    "k%EF%BF%BF=1&k%F0%90%80%80=2&k=3", "a=%EF%BB%BF", "a=%EF%BF%BE&b=%F4%8F%BF%BF",
    "B=1&a=2&_=3&A=4&b=5", "a10=1&a9=2&a1=3&a=4", "ab=1&a=2&a%00=3", "\u00e9=1&e\u0301=2&e=3&f=4", "\u0130=1&i=2&I=3&\u0131=4",
    # What can't be one object.
    "a=1&a=2", "a=1&a=1", "a=1&%61=2", "a+b=1&a%20b=2", "=1&=2", "a&a=", "\u00e9=1&%C3%A9=2", "a=1&b=2&c=3&b=4",
    "a=%FF", "a=%C3", "a=%C3%28", "%FF=a", "a=%ED%A0%80", "a=%ED%A0%BD%ED%B4%91", "a=%C0%80", "a=%F4%90%80%80", "a=%F8%88%80%80%80",
    "&".join(f"p{i}={i}" for i in range(1024)),
]

ALPHABETS = [
    "ab1", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~", " +%&=", "\"\\/\b\f\n\r\t\x00\x1f\x7f",
    "\u00e9\u0080\u00ff\u0416\u4e2d\u2028\ufeff", "\ud7ff\ue000\uf8ff\ufffd\uffff\U00010000\U0001f511\U000e0001\U0010ffff",
]


def random_query(rng):
    def text(longest):
        alphabet = rng.choice(ALPHABETS)
        return "".join(rng.choice(alphabet) for _ in range(rng.randrange(longest + 1)))

    def encode(plain):
        style = rng.randrange(4)
        if style == 0:
            return quote(plain, safe="")
        if style == 1:
            return quote_plus(plain)
        if style == 2:
            return quote(plain, safe="").lower() if plain.isascii() and plain.lower() == plain else quote(plain, safe="/?:@!$'()*,;")
        return "".join(c if ord(c) > 127 else quote(c, safe="") for c in plain)

    pairs = []
    names = set()
    for _ in range(rng.choice([1, 2, 3, 4, 6, 10, 20, 40])):
        plain = text(5)
        if plain in names and rng.randrange(60):
            continue
        names.add(plain)
        name = encode(plain)
        pairs.append(name if rng.randrange(12) == 0 else name + "=" + encode(text(8)))
        if rng.randrange(15) == 0:
            pairs.append("")
    return "&".join(pairs)


def main():
    if sys.argv[1:] == ["--answer"]:
        for line in sys.stdin:
            question = json.loads(line)
            print(json.dumps({"id": question["id"], "json": sorted_json(question["query"])}))
        return
    rng = random.Random("sorted-query")
    queries = BY_HAND + [random_query(rng) for _ in range(260)]
    with VECTORS.open("w", encoding="ascii", newline="\n") as file:
        for number, query in enumerate(queries):
            file.write(json.dumps({"id": f"sorted-query-{number:05}", "query": query, "json": sorted_json(query)}) + "\n")


if __name__ == "__main__":
    main()
