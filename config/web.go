package config

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// leastToken is the length below which a token could be guessed.
const leastToken = 16

func (r *resolver) web() {
	w := &r.config.Web
	if r.config.places["web.config_file"].line > 0 {
		w.ConfigFile = r.beside(w.ConfigFile)
		if whole, err := filepath.Abs(w.ConfigFile); err == nil {
			w.ConfigFile = whole // what config show prints may be put elsewhere
		}
	}
	for i, origin := range w.Origins {
		at := fmt.Sprintf("web.origins[%d]", i)
		if u, err := url.Parse(origin); err != nil || u.Host == "" || u.Scheme+"://"+u.Host != origin {
			r.fail(at, "%s: %s is not an origin; write it like https://page.example, without a path", at, r.quote(at, origin))
		}
	}
	names := map[string]string{}
	for i := range w.Tokens {
		token, at := &w.Tokens[i], fmt.Sprintf("web.tokens[%d]", i)
		if r.failed(at) {
			continue
		}
		r.name(at+".name", token.Name)
		r.unique(names, token.Name, at+".name")
		r.token(at, token)
	}
}

func (r *resolver) token(at string, token *Token) {
	given, inFile := r.given(at+".token"), r.given(at+".token_file")
	switch {
	case given && inFile:
		r.fail(at+".token_file", "%s has both token and token_file; remove one", at)
		return
	case !given && !inFile:
		r.fail(at, "%s has neither token nor token_file; add one", at)
		return
	case inFile:
		var ok bool
		if token.Value, ok = r.readSecret(at, "token", token.File); !ok {
			return
		}
	}
	if len(token.Value.Reveal()) < leastToken && !r.failed(at+".token") {
		r.fail(at, "%s: the token is shorter than %d characters and could be guessed; make one with: openssl rand -hex 32", at, leastToken)
	}
}

// beside is a path relative to the configuration's folder.
func (r *resolver) beside(file string) string {
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(r.folder, file)
}

// readSecret reads the value of a key from the file that stands under key_file
// instead: a regular one, since a device or a pipe could keep the program waiting.
func (r *resolver) readSecret(path, key, file string) (Secret, bool) {
	at := path + "." + key + "_file"
	file = r.beside(file)
	info, err := os.Stat(file)
	if err == nil && (!info.Mode().IsRegular() || info.Size() > 1<<16) {
		r.fail(at, "%s must name a small regular file", at)
		return "", false
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(file)
	}
	if err != nil {
		r.fail(at, "%s: reading the file: %v", at, rootCause(err))
		return "", false
	}
	r.config.places[path+"."+key] = place{source: file}
	return Secret(strings.TrimSpace(string(data))), true
}
