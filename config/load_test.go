package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// testProtocols is what the tests' program knows.
func testProtocols() []Protocol {
	return []Protocol{
		{Name: "aave-v3", Addresses: []string{"pool_addresses_provider"}},
		{Name: "compound-v2", Addresses: []string{"comptroller"}, Options: func() any { return &testOptions{Variant: "compound"} }},
	}
}

type testOptions struct {
	Variant string `yaml:"variant" enum:"compound venus"`
	Legacy  bool   `yaml:"legacy"`
	Within  []bool `yaml:"within" mode:"accounts"`
}

func (o *testOptions) Validate() error {
	if o.Legacy && o.Variant == "venus" {
		return errors.New("legacy goes with variant compound only")
	}
	return nil
}

// Every file in testdata/bad breaks one rule. Its leading comments, one a line,
// are the whole error.
func TestBadFiles(t *testing.T) {
	t.Setenv("BRINK_TEST_SECRET", "hunter2")
	t.Chdir("testdata/bad")
	files, err := filepath.Glob("*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no bad files: %v", err)
	}
	for _, file := range files {
		t.Run(file, func(t *testing.T) {
			_, err := Load(file, Options{Protocols: testProtocols()})
			if err == nil {
				t.Fatal("loaded without an error")
			}
			if !errors.Is(err, ErrInvalid) {
				t.Errorf("error %v doesn't match ErrInvalid", err)
			}
			if want := leadingComments(t, file); err.Error() != want {
				t.Errorf("got:\n%s\nwant:\n%s", err, want)
			}
			for _, secret := range []string{"hunter2", "SECRETKEY"} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("the error tells a secret: %v", err)
				}
			}
		})
	}
}

func leadingComments(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var comments []string
	for line := range strings.Lines(string(data)) {
		comment, ok := strings.CutPrefix(line, "# ")
		if !ok {
			break
		}
		comments = append(comments, strings.TrimSuffix(comment, "\n"))
	}
	return strings.Join(comments, "\n")
}

func TestFileErrors(t *testing.T) {
	folder := t.TempDir()
	large := filepath.Join(folder, "large.yaml")
	if err := os.WriteFile(large, make([]byte, 2<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"no-such-file.yaml": "no-such-file.yaml: there is no such file; name one with --config, or write one with brink init",
		large:               large + ": reading the file: it is larger than 1 MiB; this can't be a configuration of brink",
		folder:              folder + ": reading the file: is a directory",
	} {
		_, err := Load(path, Options{})
		if !errors.Is(err, ErrInvalid) || fmt.Sprint(err) != want {
			t.Errorf("got error %q, want %q", err, want)
		}
	}
}

func TestGoodFile(t *testing.T) {
	t.Setenv("BRINK_TEST_STORE", "postgres://brink:hunter2@db.example/brink")
	t.Setenv("BRINK_TEST_TOKEN", "sesame-0123456789")
	t.Setenv("BRINK_TEST_KEY", "0123456789abcdef")
	c, err := Load("testdata/good.yaml", Options{Protocols: testProtocols()})
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.YAML(true)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/good.golden", out)

	gnosis, local := c.Chains[0], c.Chains[1]
	if got := gnosis.Endpoints[0].URL.Reveal(); got != "wss://gnosis.example/0123456789abcdef" {
		t.Errorf("url with a variable: %s", got)
	}
	if got := gnosis.Endpoints[1].URL.Reveal(); got != "https://spare.example/v3/0123456789abcdef" {
		t.Errorf("url from a file: %s", got)
	}
	if got := c.Watch.Near.Wad().Dec(); got != "1250000000000000000" {
		t.Errorf("near is %s", got)
	}
	if local.PollInterval != local.BlockTime {
		t.Errorf("poll interval is %s, want the block time", local.PollInterval)
	}
	options, ok := local.Deployments[0].Options.(*testOptions)
	if !ok || options.Variant != "venus" {
		t.Errorf("options are %+v", local.Deployments[0].Options)
	}
}

// A file that a configuration names lies beside it, wherever brink is started.
func TestWebConfigurationIsBesideTheFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "brink.yaml")
	if err := os.WriteFile(path, []byte("web: { config_file: web.yaml }\nchains: [ { name: local, id: 7, block_time: 1s, endpoints: [ { name: a, url: \"http://127.0.0.1:1\" } ], deployments: [ { name: a, protocol: aave-v3, start_block: 1, addresses: { pool_addresses_provider: \"0x0000000000000000000000000000000000000001\" } } ] } ]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(path, Options{Protocols: testProtocols()})
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(folder, "web.yaml"); c.Web.ConfigFile != want {
		t.Errorf("the web configuration is %s, want %s", c.Web.ConfigFile, want)
	}
}

// What "config show" prints is itself a configuration of the same meaning, once
// the secrets are put back.
func TestShownConfigurationLoads(t *testing.T) {
	t.Setenv("BRINK_TEST_STORE", "sqlite:brink.db")
	t.Setenv("BRINK_TEST_TOKEN", "sesame-0123456789")
	t.Setenv("BRINK_TEST_KEY", "0123456789abcdef")
	c, err := Load("testdata/good.yaml", Options{Protocols: testProtocols()})
	if err != nil {
		t.Fatal(err)
	}
	shown, err := c.YAML(false)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.NewReplacer("        url_file: rpc-url\n", "", "      token_file: rpc-url\n", "").Replace(string(shown))
	text := strings.ReplaceAll(want, "secret: '***'", "secret: whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")
	again := load(t, strings.ReplaceAll(text, "'***'", "http://127.0.0.1:8546"))
	out, err := again.YAML(false)
	if err != nil {
		t.Fatal(err)
	}
	if string(out) != want {
		t.Errorf("got:\n%s\nwant:\n%s", out, want)
	}
}
