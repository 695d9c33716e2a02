package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

//go:embed ui
var ui embed.FS

// types are told here because some systems have odd ideas of their own.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
	".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", "": "text/plain; charset=utf-8",
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
// still the same, and packed if it can unpack.
func file(name string, text []byte) http.Handler {
	sum := sha256.Sum256(text)
	tag := base64.RawURLEncoding.EncodeToString(sum[:12])
	packed := sync.OnceValue(func() []byte { return pack(text) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Add("Vary", "Accept-Encoding")
		w.Header().Set("Content-Type", types[path.Ext(name)])
		if unpacks(r) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Header().Set("ETag", `"`+tag+`-gzip"`)
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(packed()))
			return
		}
		w.Header().Set("ETag", `"`+tag+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(text))
	})
}

// unpacks reports whether a client takes gzip: it must name it, and not with a
// weight of nothing.
func unpacks(r *http.Request) bool {
	for _, offer := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.ReplaceAll(offer, " ", ""), ";")
		if strings.EqualFold(name, "gzip") {
			return strings.Trim(weight, "q=0.") != "" || weight == ""
		}
	}
	return false
}

func pack(text []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(text)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		panic(err) // memory takes everything
	}
	return b.Bytes()
}
