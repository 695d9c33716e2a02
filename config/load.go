package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"
)

// Options is what Load needs besides the file.
type Options struct {
	// Protocols that exist in this program.
	Protocols []Protocol
	// Flags as defined by AddFlags and parsed; nil without a command line.
	Flags *pflag.FlagSet
}

// Load reads the file at path, lays flags and the environment over it, presets
// and defaults under it, and checks the whole. The error is a Problems and
// matches ErrInvalid; it never holds a secret.
func Load(path string, o Options) (*Config, error) {
	data, err := readFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, Problems{{Where: path, Message: "there is no such file; name one with --config, or write one with brink init"}}
	case err != nil:
		return nil, Problems{{Where: path, Message: fmt.Sprintf("reading the file: %v", rootCause(err))}}
	}
	return parse(path, data, o)
}

// readFile reads a file that may be a pipe, but not one without end.
func readFile(path string) ([]byte, error) {
	const limit = 1 << 20
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, limit+1))
	if len(data) > limit {
		return nil, errors.New("it is larger than 1 MiB; this can't be a configuration of brink")
	}
	return data, err
}

// parse is Load for a file already read; path is for messages and for files
// named relative to it.
func parse(path string, data []byte, o Options) (*Config, error) {
	var problems Problems
	c := Default()
	c.places = places{"": {source: path, line: 1}}

	d := newDecoder(path, c.places, &problems)
	if root := readYAML(path, data, &problems); root != nil {
		d.section("", root, reflectStruct(c))
	} else if problems != nil {
		return nil, problems.err()
	}
	layer(c, d.settings, o.Flags, &problems)
	r := resolver{config: c, protocols: o.Protocols, problems: &problems, folder: filepath.Dir(path)}
	r.resolve(d.options)
	if err := problems.err(); err != nil {
		return nil, err
	}
	return c, nil
}

// readYAML gives the mapping at the top of a file, nil when there is none.
func readYAML(source string, data []byte, problems *Problems) *yaml.Node {
	var document, second yaml.Node
	reader := yaml.NewDecoder(bytes.NewReader(data))
	err := reader.Decode(&document)
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err == nil {
		if errors.Is(reader.Decode(&second), io.EOF) {
			return topMapping(source, &document, problems)
		}
		problems.add(place{source: source, line: second.Line}, "only one document is read; remove the line --- and what follows")
		return nil
	}
	at, message := place{source: source}, err.Error()
	if m := regexp.MustCompile(`^(?:yaml: )?(?:line (\d+): )?(.*)$`).FindStringSubmatch(message); m != nil {
		at.line, _ = strconv.Atoi(m[1])
		message = m[2]
	}
	if strings.HasPrefix(message, "unknown anchor ") {
		message = "aliases are not read; a value that begins with * must stand in quotes"
	}
	problems.add(at, "this is not YAML: %s", message)
	return nil
}

func topMapping(source string, document *yaml.Node, problems *Problems) *yaml.Node {
	if document.Kind != yaml.DocumentNode || len(document.Content) == 0 || document.Content[0].Tag == "!!null" {
		return nil
	}
	root := document.Content[0]
	if root.Kind != yaml.MappingNode {
		problems.add(place{source: source, line: root.Line}, "the file must be made of keys and values (listen: …, chains: …)")
		return nil
	}
	return root
}

// rootCause drops the path from an error of package os: the place says it.
func rootCause(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}
