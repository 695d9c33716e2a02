package test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// output runs a program and gives what it wrote.
func output(t *testing.T, program string, args ...string) string {
	t.Helper()
	var out, trouble bytes.Buffer
	command := exec.Command(program, args...)
	command.Stdout, command.Stderr = &out, &trouble
	if err := command.Run(); err != nil {
		t.Fatalf("%s %v: %v\n%s%s", program, args, err, out.String(), trouble.String())
	}
	return out.String()
}

// validate has the program check a configuration whose node's URL is in a file elsewhere.
func validate(t *testing.T, text, secret string) {
	t.Helper()
	folder := t.TempDir()
	if !strings.Contains(text, secret) {
		t.Fatalf("the configuration reads no %s:\n%s", secret, text)
	}
	for name, content := range map[string]string{
		"brink.yaml": strings.ReplaceAll(text, secret, filepath.Join(folder, "rpc")), "rpc": "wss://node.example/key",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out := output(t, "../../bin/brink", "validate", "--config", filepath.Join(folder, "brink.yaml")); !strings.Contains(out, "is valid") {
		t.Errorf("brink says: %s", out)
	}
}

// The chart renders what it should, and with a configuration that the program takes.
func TestChart(t *testing.T) {
	const chart = "../helm/brink"
	output(t, "helm", "lint", "--strict", chart)
	all := map[string]map[string]any{}
	text := output(t, "helm", "template", "demo", chart, "--kube-version", "1.30.0", "--set", "monitor.enabled=true,rules.enabled=true,dashboards.enabled=true,hosts={brink.example}")
	for d := yaml.NewDecoder(strings.NewReader(text)); ; {
		var object map[string]any
		err := d.Decode(&object)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		all[object["kind"].(string)+" "+object["metadata"].(map[string]any)["name"].(string)] = object
	}
	config := all["ConfigMap demo-brink"]["data"].(map[string]any)["brink.yaml"].(string)
	for _, host := range []string{"demo-brink.default.svc", "brink.example"} {
		if !strings.Contains(config, host) {
			t.Errorf("the server doesn't answer as %s", host)
		}
	}
	validate(t, config, "/run/secrets/brink/rpc")
	groups := all["PrometheusRule demo-brink"]["spec"].(map[string]any)["groups"].([]any)
	for i, file := range []string{"rules.yaml", "alerts.yaml"} {
		if got := groups[i].(map[string]any)["rules"].([]any); len(got) != len(rules(t, file)) {
			t.Errorf("the chart has %d rules of %s", len(got), file)
		}
	}
	boards := all["ConfigMap demo-brink-dashboards"]["data"].(map[string]any)
	for _, d := range dashboards(t) {
		var got dashboard
		if text, ok := boards[d.UID+".json"].(string); !ok || json.Unmarshal([]byte(text), &got) != nil || len(got.Panels) != len(d.Panels) {
			t.Errorf("the chart's %s is not the dashboard", d.UID)
		}
	}
	for _, name := range []string{"StatefulSet demo-brink", "Service demo-brink", "ServiceMonitor demo-brink"} {
		if all[name] == nil {
			t.Errorf("there is no %s", name)
		}
	}
	if bare := output(t, "helm", "template", "demo", chart, "--kube-version", "1.30.0"); strings.Contains(bare, "monitoring.coreos.com") || strings.Contains(bare, "dashboards") {
		t.Error("what is not asked for is there")
	}
}

// What compose.yaml mounts is there, and nothing is open to the network.
func TestCompose(t *testing.T) {
	var file struct {
		Services map[string]struct {
			Image          string
			Ports, Volumes []string
		}
		Volumes map[string]any
	}
	if err := yaml.Unmarshal(read(t, "../docker/compose.yaml"), &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Services) != 4 {
		t.Errorf("there are %d services", len(file.Services))
	}
	for name, s := range file.Services {
		if name != "brink" && !strings.Contains(s.Image, ":") {
			t.Errorf("%s has no version: %s", name, s.Image)
		}
		for _, port := range s.Ports {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s is open to the network: %s", name, port)
			}
		}
		for _, volume := range s.Volumes {
			from, _, _ := strings.Cut(volume, ":")
			if _, named := file.Volumes[from]; named {
				continue
			}
			if _, err := os.Stat(filepath.Join("../docker", from)); err != nil {
				t.Errorf("%s mounts what isn't there: %v", name, err)
			}
		}
	}
	validate(t, string(read(t, "../docker/brink.yaml")), "/run/secrets/rpc")
	for _, name := range strings.Fields(string(read(t, "../docker/Dockerfile.dockerignore"))) {
		if path, ok := strings.CutPrefix(name, "!"); ok {
			if _, err := os.Stat(filepath.Join("../..", path)); err != nil {
				t.Errorf("the image is built of what isn't there: %v", err)
			}
		}
	}
}

// The image must be built of every package that the program is made of.
func TestImageHasEveryPackage(t *testing.T) {
	ignore := strings.Fields(string(read(t, "../docker/Dockerfile.dockerignore")))
	list := exec.Command("go", "list", "-deps", "-f", "{{if .Module}}{{if .Module.Main}}{{.ImportPath}}{{end}}{{end}}", "./cmd/brink")
	list.Dir = "../.."
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := strings.Fields(string(out))
	if len(packages) < 15 {
		t.Fatalf("the program has %d packages", len(packages))
	}
	for _, pkg := range packages {
		if folder := strings.Split(pkg, "/")[1]; !slices.Contains(ignore, "!"+folder) {
			t.Errorf("Dockerfile.dockerignore leaves out %s", folder)
		}
	}
}

// systemd agrees with the unit, and that it may do little.
func TestUnit(t *testing.T) {
	program, err := filepath.Abs("../../bin/brink")
	if err != nil {
		t.Fatal(err)
	}
	unit := filepath.Join(t.TempDir(), "brink.service")
	text := strings.Replace(string(read(t, "../systemd/brink.service")), "/usr/bin/brink", program, 1)
	if err := os.WriteFile(unit, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("systemd-analyze", "verify", "--man=no", unit).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("systemd-analyze verify: %v %s", err, out)
	}
	output(t, "systemd-analyze", "security", "--offline=yes", "--threshold=20", unit)
}

// What is in dist/ is complete, and what runs here runs.
func TestReleased(t *testing.T) {
	const dist = "../../dist/"
	var artifacts []struct{ Name, Path, Type, Goos, Goarch string }
	if err := json.Unmarshal(read(t, dist+"artifacts.json"), &artifacts); err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	var archive, deb string
	for _, a := range artifacts {
		counts[a.Type]++
		if a.Goos == "linux" && a.Goarch == "amd64" {
			switch a.Type {
			case "Archive":
				archive = "../../" + a.Path
			case "Linux Package":
				deb = "../../" + a.Path
			}
		}
	}
	if counts["Archive"] != 6 || counts["Linux Package"] != 2 || counts["Checksum"] != 1 {
		t.Fatalf("dist/ holds %v", counts)
	}
	files := output(t, "tar", "-tzf", archive)
	for _, want := range []string{"brink", "LICENSE", "man/brink.1.gz", "completions/brink.zsh", "deploy/prometheus/alerts.yaml", "docs/metrics.md"} {
		if !slices.Contains(strings.Fields(files), want) {
			t.Errorf("the archive has no %s", want)
		}
	}
	folder := t.TempDir()
	output(t, "dpkg-deb", "--extract", deb, folder)
	for _, want := range []string{"lib/systemd/system/brink.service", "usr/share/man/man1/brink-watch.1.gz", "usr/share/doc/brink/copyright",
		"usr/share/bash-completion/completions/brink", "usr/share/doc/brink/examples/wallet.yaml", "usr/share/doc/brink/examples/alerts.scenario"} {
		if _, err := os.Stat(filepath.Join(folder, want)); err != nil {
			t.Errorf("the Debian package has no %s", want)
		}
	}
	if out := output(t, filepath.Join(folder, "usr/bin/brink"), "version"); !strings.HasPrefix(out, "brink ") {
		t.Errorf("the packaged program says %q", out)
	}
	materials, err := filepath.Glob(dist + "*.cdx.json")
	if err != nil || len(materials) != 6 {
		t.Fatalf("%d bills of materials (%v)", len(materials), err)
	}
	var bom struct {
		BomFormat  string
		Components []struct{ Name, Version, Purl string }
	}
	if err := json.Unmarshal(read(t, materials[0]), &bom); err != nil {
		t.Fatal(err)
	}
	found := false
	for _, c := range bom.Components {
		found = found || c.Name == "github.com/ethereum/go-ethereum" && c.Version != "" && strings.HasPrefix(c.Purl, "pkg:golang/github.com/ethereum/go-ethereum@v")
	}
	if bom.BomFormat != "CycloneDX" || len(bom.Components) < 30 || !found {
		t.Errorf("the bill of materials has %d parts", len(bom.Components))
	}
}
