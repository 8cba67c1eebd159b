import json
for number, data in enumerate(json.load(open("data.json", encoding="utf-8"))):
    for tool, text in {
        "python": json.dumps(data),
        "python compact": json.dumps(data, separators=(",", ":")),
        "python utf-8": json.dumps(data, ensure_ascii=False),
        "python sorted": json.dumps(data, sort_keys=True),
        "python indented": json.dumps(data, indent=4),
    }.items():
        print(json.dumps({"data": number, "tool": tool, "text": text}))
