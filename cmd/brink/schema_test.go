package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"

	"brink/feed"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// eventsKeepSchemas demands that events are what the schemas say that programs
// are given, and that there are some of these types.
func eventsKeepSchemas(t *testing.T, events []feed.Envelope, types ...string) {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	seen := map[string]bool{}
	for i := range events {
		schema, err := compiler.Compile(filepath.Join("..", "..", "docs", "schemas", events[i].Type+".json"))
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(events[i])
		if err != nil {
			t.Fatal(err)
		}
		event, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(event); err != nil {
			t.Errorf("%v: %s", err, text)
		}
		seen[events[i].Type] = true
	}
	for _, eventType := range types {
		if !seen[eventType] {
			t.Errorf("there is no event of type %s", eventType)
		}
	}
}
