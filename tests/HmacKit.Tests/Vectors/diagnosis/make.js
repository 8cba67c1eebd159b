JSON.parse(require("fs").readFileSync("data.json", "utf8")).forEach((data, number) => {
  for (const [tool, text] of [["node", JSON.stringify(data)], ["node indented", JSON.stringify(data, null, 2)]])
    console.log(JSON.stringify({ data: number, tool, text }));
});
