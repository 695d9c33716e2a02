package fault

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"
)

// huge is about how large an answer is, decompressed.
const huge = 500 << 20

// Huge are answers that are much too large, or too deep, by what they are. Each is written until the other side has had
// enough of it, and tells how many bytes were taken.
func Huge() map[string]func(http.ResponseWriter) int64 {
	bomb := sync.OnceValue(func() []byte {
		var packed bytes.Buffer
		zip := gzip.NewWriter(&packed)
		endless(zip, `{"jsonrpc":"2.0","id":1,"result":"0x`, "0")
		_ = zip.Close() // memory takes everything
		return packed.Bytes()
	})
	return map[string]func(http.ResponseWriter) int64{
		"endless body": func(w http.ResponseWriter) int64 { return endless(w, "", " ") },
		"long hex":     func(w http.ResponseWriter) int64 { return endless(w, `{"jsonrpc":"2.0","id":1,"result":"0x`, "f") },
		"many topics": func(w http.ResponseWriter) int64 {
			return endless(w, `{"jsonrpc":"2.0","id":1,"result":[{"topics":[`, `"0x`+strings.Repeat("1", 64)+`",`)
		},
		"deep nesting": func(w http.ResponseWriter) int64 {
			n, _ := io.WriteString(w, strings.Repeat("[", 2_000_000))
			return int64(n)
		},
		"gzip bomb": func(w http.ResponseWriter) int64 {
			w.Header().Set("Content-Encoding", "gzip")
			n, _ := w.Write(bomb())
			return int64(n)
		},
	}
}

// endless writes a beginning, and then the same again and again.
func endless(to io.Writer, begin, chunk string) (taken int64) {
	text := append([]byte(begin), bytes.Repeat([]byte(chunk), 1<<20/len(chunk))...)
	for taken < huge {
		n, err := to.Write(text)
		taken += int64(n)
		if err != nil {
			break
		}
		text = text[len(begin):]
		begin = ""
	}
	return taken
}
