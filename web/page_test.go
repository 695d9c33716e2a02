package web_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"brink/web"
)

// What the page names it must get, as what it is, and again only when changed.
func TestPageIsWhole(t *testing.T) {
	s := newSite(t, web.Options{})
	types := map[string]string{".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
	names := regexp.MustCompile(`(?:src|href|from)[= ]"\.?(/[a-z.]+\.(?:js|css|svg))"`)
	seen := map[string]bool{}
	for todo := []string{"/"}; len(todo) > 0; todo = todo[1:] {
		body, header := s.get(todo[0], 200)
		if want := types[path.Ext(todo[0])]; !strings.HasPrefix(header.Get("Content-Type"), want) {
			t.Errorf("%s is %s", todo[0], header.Get("Content-Type"))
		}
		if header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: Cache-Control is %q", todo[0], header.Get("Cache-Control"))
		}
		s.get(todo[0], 304, "If-None-Match", header.Get("ETag"))
		for _, name := range names.FindAllStringSubmatch(body, -1) {
			if !seen[name[1]] {
				seen[name[1]] = true
				todo = append(todo, name[1])
			}
		}
	}
	files, err := fs.Glob(os.DirFS("ui"), "*")
	if err != nil || len(files) != len(seen)+1 {
		t.Fatalf("the page uses %v, there are %v, %v", seen, files, err)
	}
}

// What contracts call themselves must stay text, and the policy forbids what
// stands in the page itself.
func TestFault38PageMakesNoMarkup(t *testing.T) {
	forbidden := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser|` +
		`<script>|<style|\sstyle=|\son[a-z]+="|javascript:`)
	err := fs.WalkDir(os.DirFS("ui"), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path.Join("ui", name))
		if found := forbidden.Find(text); found != nil {
			t.Errorf("%s has %q", name, found)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
