package web_test

import (
	"os"
	"path/filepath"
	"testing"

	"brink/feed"
	"brink/web"
)

// TestSchemas keeps docs/schemas what the code says.
func TestSchemas(t *testing.T) {
	s := newSite(t, web.Options{})
	for _, eventType := range feed.Types() {
		got, header := s.get("/v1/schemas/"+eventType, 200)
		if header.Get("Content-Type") != "application/schema+json" {
			t.Errorf("%s: Content-Type is %s", eventType, header.Get("Content-Type"))
		}
		golden := filepath.Join("..", "docs", "schemas", eventType+".json")
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("docs/schemas/%s.json is not what the code says: go test ./web -run Schemas -update", eventType)
		}
	}
	s.get("/v1/schemas/position.eaten.v1", 404)
}
