package config

import (
	"testing"
)

// testProtocols is what the tests' program knows.
func testProtocols() []Protocol {
	return []Protocol{
		{Name: "aave-v3", Addresses: []string{"pool_addresses_provider"}},
		{Name: "compound-v2", Addresses: []string{"comptroller"}, Options: func() any { return &variant{Variant: "compound"} }},
	}
}

type variant struct {
	Variant string `yaml:"variant" enum:"compound venus" doc:"whose code"`
}

func TestLoadGivesTheValuesOfTheFile(t *testing.T) {
	c, err := Load("testdata/good.yaml", Options{Protocols: testProtocols()})
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.YAML(true)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s", out)
}
