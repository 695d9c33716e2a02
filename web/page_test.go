package web_test

import (
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"brink/web"
)

// What the page names it must get, as what it is, packed or not, and again only
// when changed; and there is nothing that nothing names.
func TestPageIsWhole(t *testing.T) {
	s := newSite(t, web.Options{})
	types := map[string]string{".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", "": "text/plain"}
	names := regexp.MustCompile(`"(\.{0,2}/[a-zA-Z./-]+\.(?:js|css|svg))"`)
	named := map[string]bool{"/index.html": true, "/vendor/uplot/LICENSE": true}
	files := uiFiles(t)
	for name, text := range files {
		at := strings.TrimSuffix(name, "index.html")
		body, header := s.get(at, 200, "Accept-Encoding", "identity")
		if want := types[path.Ext(name)]; !strings.HasPrefix(header.Get("Content-Type"), want) {
			t.Errorf("%s is %s", name, header.Get("Content-Type"))
		}
		if header.Get("Cache-Control") != "no-cache" || body != text {
			t.Errorf("%s: Cache-Control is %q, the text is its own: %v", name, header.Get("Cache-Control"), body == text)
		}
		s.get(at, 304, "If-None-Match", header.Get("ETag"), "Accept-Encoding", "identity")
		packed, packedHeader := s.get(at, 200, "Accept-Encoding", "br, gzip;q=0.9")
		if packedHeader.Get("ETag") == header.Get("ETag") || packedHeader.Get("Content-Encoding") != "gzip" || unpack(t, packed) != text {
			t.Errorf("%s: packed it is another text, or can't be told from the plain one", name)
		}
		for _, reference := range names.FindAllStringSubmatch(text, -1) {
			to := reference[1]
			if !strings.HasPrefix(to, "/") {
				to = path.Join(path.Dir(name), to)
			}
			named[to] = true
			if _, ok := files[to]; !ok && !strings.HasPrefix(to, "/v1/") {
				t.Errorf("%s names %s, which there isn't", name, to)
			}
		}
	}
	for name := range files {
		if !named[name] {
			t.Errorf("nothing names %s", name)
		}
	}
	if _, header := s.get("/app.js", 200, "Accept-Encoding", "gzip;q=0, deflate"); header.Get("Content-Encoding") != "" {
		t.Error("a client that takes no gzip gets it")
	}
}

// uiFiles are the files of the page by their paths.
func uiFiles(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS("ui"), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path.Join("ui", name))
		files["/"+name] = string(text)
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("reading the page: %d files, %v", len(files), err)
	}
	return files
}

func unpack(t *testing.T, packed string) string {
	t.Helper()
	r, err := gzip.NewReader(strings.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// What is vendored is what the registry gave: the suite in uitest compares it
// with the package, this test holds it where there is none.
func TestPageVendorsWhatItSays(t *testing.T) {
	sums := map[string]string{
		"/vendor/uplot/uPlot.iife.min.js": "19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f",
		"/vendor/uplot/uPlot.min.css":     "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04",
	}
	files := uiFiles(t)
	for name, want := range sums {
		if got := fmt.Sprintf("%x", sha256.Sum256([]byte(files[name]))); got != want {
			t.Errorf("%s has the hash %s, want %s", name, got, want)
		}
	}
	if !strings.Contains(files["/vendor/uplot/LICENSE"], "MIT License") {
		t.Error("the licence of uPlot is missing")
	}
}

// All that the page says stands in one place, in both languages.
func TestPageSpeaksBothLanguages(t *testing.T) {
	files := uiFiles(t)
	entries := regexp.MustCompile(`(?m)(?:^|[\s,{])(?:"([a-z0-9_.]+)"|([a-z]+)): "((?:[^"\\]|\\.)*)"`)
	holes := regexp.MustCompile(`\{\w+\}`)
	texts := map[string]map[string]string{}
	for _, language := range []string{"en", "zh"} {
		texts[language] = map[string]string{}
		for _, found := range entries.FindAllStringSubmatch(files["/text/"+language+".js"], -1) {
			texts[language][found[1]+found[2]] = found[3]
		}
	}
	if len(texts["en"]) < 200 {
		t.Fatalf("found only %d texts", len(texts["en"]))
	}
	for key, en := range texts["en"] {
		zh, ok := texts["zh"][key]
		en, _, _ = strings.Cut(en, "|")
		want, got := holes.FindAllString(en, -1), holes.FindAllString(zh, -1)
		slices.Sort(want)
		slices.Sort(got)
		if !ok || !slices.Equal(slices.Compact(want), slices.Compact(got)) {
			t.Errorf("%q is %q in Chinese", key, zh)
		}
	}
	unsaid(t, files, texts["en"])
	said := regexp.MustCompile(`\bt\("([a-zA-Z.]+)"[,)]`)
	for name, text := range files {
		for _, found := range said.FindAllStringSubmatch(text, -1) {
			if _, ok := texts["en"][found[1]]; !ok {
				t.Errorf("%s says %q, for which there is no text", name, found[1])
			}
		}
	}
}

// unsaid finds texts that no view says: neither by their whole name nor by one
// that is put together of its beginning and what follows.
func unsaid(t *testing.T, files, texts map[string]string) {
	var all strings.Builder
	for name, text := range files {
		if !strings.HasPrefix(name, "/text/") && !strings.HasPrefix(name, "/vendor/") {
			all.WriteString(text)
		}
	}
	source := all.String()
	for key := range texts {
		if strings.Contains(source, `"`+key+`"`) {
			continue
		}
		put := false
		for at := range key {
			put = put || key[at] == '.' && strings.Contains(source, `t("`+key[:at+1]+`" +`)
		}
		if !put {
			t.Errorf("nothing says %q", key)
		}
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
		if strings.HasPrefix(name, "vendor/") {
			return nil // it is given numbers alone
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
