package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	file, _ := os.ReadFile("data.json")
	var all []map[string]any
	if err := json.Unmarshal(file, &all); err != nil {
		panic(err)
	}
	for number, data := range all {
		text, _ := json.Marshal(data) // maps are written with sorted names
		line, _ := json.Marshal(map[string]any{"data": number, "tool": "go", "text": string(text)})
		fmt.Println(string(line))
	}
}
