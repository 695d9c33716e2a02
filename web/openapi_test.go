package web_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"brink/web"
)

var update = flag.Bool("update", false, "write the generated files anew")

// TestOpenAPI keeps docs/openapi.json what the code says.
func TestOpenAPI(t *testing.T) {
	s := newSite(t, web.Options{})
	body, header := s.get("/openapi.json", 200)
	if got := header.Get("Content-Type"); got != "application/openapi+json" {
		t.Fatalf("Content-Type is %s", got)
	}
	var got bytes.Buffer
	if err := json.Indent(&got, []byte(body), "", "  "); err != nil {
		t.Fatal(err)
	}
	got.WriteByte('\n')
	golden := filepath.Join("..", "docs", "openapi.json")
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Fatal("docs/openapi.json is not what the code says: go test ./web -run OpenAPI -update")
	}
}
