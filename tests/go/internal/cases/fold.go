package cases

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// text is a string, or what one is put together from: {"$concat": [part, …]}.
type text string

// part is a string, {"$repeat": [text, n]} or {"$range": [template with {i}, n, separator]}.
type part string

func (t *text) UnmarshalJSON(source []byte) error {
	if json.Unmarshal(source, (*string)(t)) == nil {
		return nil
	}
	var folded struct {
		Parts []part `json:"$concat"`
	}
	if err := json.Unmarshal(source, &folded); err != nil {
		return err
	}
	var joined strings.Builder
	for _, part := range folded.Parts {
		joined.WriteString(string(part))
	}
	*t = text(joined.String())
	return nil
}

func (p *part) UnmarshalJSON(source []byte) error {
	if json.Unmarshal(source, (*string)(p)) == nil {
		return nil
	}
	var folded map[string][]json.RawMessage
	if err := json.Unmarshal(source, &folded); err != nil {
		return err
	}
	list := append(folded["$repeat"], folded["$range"]...)
	if len(list) < 2 {
		return fmt.Errorf("not a part: %s", source)
	}
	var template, separator string
	var count int
	if err := json.Unmarshal(list[0], &template); err != nil {
		return err
	}
	if err := json.Unmarshal(list[1], &count); err != nil {
		return err
	}
	if len(list) > 2 {
		if err := json.Unmarshal(list[2], &separator); err != nil {
			return err
		}
	}
	items := make([]string, count)
	for i := range items {
		items[i] = template
		if folded["$range"] != nil {
			items[i] = strings.ReplaceAll(template, "{i}", strconv.Itoa(i))
		}
	}
	*p = part(strings.Join(items, separator))
	return nil
}
