package config

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"brink/protocols/all"

	"github.com/ethereum/go-ethereum/common"
	"go.yaml.in/yaml/v3"
)

// known are the protocols that the shipped presets may use.
func known() []Protocol {
	var list []Protocol
	for _, f := range all.Factories() {
		list = append(list, Protocol{Name: f.Name, Addresses: f.Addresses, Options: f.Options})
	}
	return list
}

func TestPresetsAreValid(t *testing.T) {
	ids := map[uint64]string{}
	for _, name := range PresetNames() {
		t.Run(name, func(t *testing.T) {
			chain, err := Preset(name, known())
			if err != nil {
				t.Fatal(err)
			}
			if chain.Name != name {
				t.Errorf("the preset is called %s inside", chain.Name)
			}
			if other, taken := ids[chain.ID]; taken {
				t.Errorf("chain id %d is that of preset %s as well", chain.ID, other)
			}
			ids[chain.ID] = name
			if len(chain.Endpoints) != 0 || chain.Preset != "" || chain.Only != nil || chain.Mode != ModeCurrent {
				t.Errorf("the preset decides what is the user's to decide")
			}
			for _, deployment := range chain.Deployments {
				if deployment.Name == "" || len(deployment.Addresses) == 0 {
					t.Errorf("deployment %+v is not complete", deployment)
				}
			}
		})
	}
}

// Chain options are written with their reason, and addresses with a checksum.
func TestPresetsSayWhy(t *testing.T) {
	for _, name := range PresetNames() {
		data, err := PresetYAML(name)
		if err != nil {
			t.Fatal(err)
		}
		var document yaml.Node
		if err := yaml.Unmarshal(data, &document); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(data), "\n# Verification: ") {
			t.Errorf("preset %s: it doesn't say what can be verified", name)
		}
		root := document.Content[0]
		for i := 0; i+1 < len(root.Content); i += 2 {
			key := root.Content[i]
			if slices.Contains([]string{"block_time", "finality", "verify"}, key.Value) && key.HeadComment == "" {
				t.Errorf("preset %s: %s has no comment that says why", name, key.Value)
			}
		}
		for word := range strings.FieldsFuncSeq(string(data), func(r rune) bool { return strings.ContainsRune("\" \n", r) }) {
			if strings.HasPrefix(word, "0x") {
				address, err := ParseAddress(word)
				if err != nil || address.Hex() != word {
					t.Errorf("preset %s: %s is not in checksum form (%v)", name, word, err)
				}
			}
		}
	}
}

func TestPresetsCoverTheOfficialMarkets(t *testing.T) {
	chains, deployments := 0, 0
	for _, name := range PresetNames() {
		chain, err := Preset(name, known())
		if err != nil {
			t.Fatal(err)
		}
		chains++
		deployments += len(chain.Deployments)
	}
	if chains < 53 || deployments < 102 {
		t.Errorf("%d chains with %d deployments; 53 and 102 were there", chains, deployments)
	}
	ethereum, err := Preset("ethereum", known())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, deployment := range ethereum.Deployments {
		names = append(names, deployment.Name)
	}
	if got, want := strings.Join(names, " "), "aave-v3-core aave-v3-lido aave-v3-etherfi aave-v3-horizon spark aave-v2 aave-v2-amm aave-v2-arc morpho-blue compound-v2 "+
		"venus-core venus-curve venus-ethena venus-lst-eth moonwell compound-v3-usdc compound-v3-usds compound-v3-usdt "+
		"compound-v3-wbtc compound-v3-weth compound-v3-wsteth"; got != want {
		t.Errorf("ethereum has %s, want %s", got, want)
	}
}

// No address stands for two things on a chain, and none is zero.
func TestPresetsNameEachContractOnce(t *testing.T) {
	for _, name := range PresetNames() {
		chain, err := Preset(name, known())
		if err != nil {
			t.Fatal(err)
		}
		seen := map[common.Address]string{}
		for _, deployment := range chain.Deployments {
			for role, address := range deployment.Addresses {
				if other, twice := seen[address]; twice || address == (common.Address{}) || address == chain.Multicall {
					t.Errorf("preset %s: %s of %s is %s, which is also %s", name, role, deployment.Name, address, other)
				}
				seen[address] = deployment.Name
			}
		}
	}
}

// Public endpoints are there, over TLS and without a key, and are used only when asked for.
func TestPublicEndpointsAreAskedFor(t *testing.T) {
	some := 0
	for _, name := range PresetNames() {
		chain, err := Preset(name, known())
		if err != nil {
			t.Fatal(err)
		}
		some += len(chain.Public)
		for _, text := range chain.Public {
			u, err := url.Parse(text)
			if err != nil || u.Scheme != "https" && u.Scheme != "wss" || u.RawQuery != "" || u.User != nil {
				t.Errorf("preset %s: %s (%v)", name, text, err)
			}
		}
	}
	if some < 50 {
		t.Errorf("there are %d public endpoints", some)
	}
	folder := t.TempDir()
	for text, want := range map[string]string{
		"chains: [ { preset: base } ]":                                                                                            "has no endpoints; add one with a name and a url, or allow public ones",
		"public_endpoints: true\nchains: [ { preset: base } ]":                                                                    "public-1*",
		"public_endpoints: true\nchains: [ { preset: pharos } ]":                                                                  "has no endpoints; add one",
		"public_endpoints: true\nchains: [ { preset: base, endpoints: [ { name: own, url: \"ws://127.0.0.1:1\" } ] } ]":           "own public-1*",
		"chains: [ { preset: base, endpoints: [ { name: own, url: \"ws://127.0.0.1:1\" } ] } ]":                                   "own",
		"chains: [ { preset: base, public_endpoints: [ ftp://here ], endpoints: [ { name: own, url: \"ws://127.0.0.1:1\" } ] } ]": "public_endpoints[0] must begin with",
	} {
		file := filepath.Join(folder, "brink.yaml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := Load(file, Options{Protocols: known()})
		got := fmt.Sprint(err)
		if err == nil {
			var names []string
			for _, e := range c.Chains[0].Endpoints {
				if e.Public {
					e.Name += "*"
				}
				names = append(names, e.Name)
			}
			got = strings.Join(names, " ")
		}
		if err == nil && got != want || !strings.Contains(got, want) {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestUnknownPreset(t *testing.T) {
	_, err := Preset("etherium", known())
	if !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), `did you mean "ethereum"?`) {
		t.Errorf("got %v", err)
	}
}
