package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"io/fs"
	"net/http"
	"path"
	"time"
)

//go:embed ui
var ui embed.FS

// types are told here because some systems have odd ideas of their own.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
	".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}

// page serves the files of the page, index.html as /.
func page(mux *http.ServeMux) {
	err := fs.WalkDir(ui, "ui", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := ui.ReadFile(name)
		if err != nil {
			return err
		}
		at := name[len("ui"):]
		if at == "/index.html" {
			at = "/{$}"
		}
		mux.Handle("GET "+at, file(name, text))
		return nil
	})
	if err != nil {
		panic(err) // the files are part of the program
	}
}

// file serves a file that a browser may keep as long as it asks whether it is
// still the same.
func file(name string, text []byte) http.Handler {
	sum := sha256.Sum256(text)
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("ETag", tag)
		w.Header().Set("Content-Type", types[path.Ext(name)])
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(text))
	})
}
