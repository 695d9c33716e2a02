package compoundv2

import (
	"fmt"

	"brink/protocols"
)

// Comptroller is the role of the one address that a deployment is configured with.
const Comptroller = "comptroller"

// Options are what a configuration can say of a deployment.
type Options struct {
	// Variant names the descendant of Compound v2.
	Variant string `yaml:"variant" doc:"compound, venus, venus-isolated, moonwell or benqi"`
	// Rounding is half-up for the comptrollers of before 2021.
	Rounding string `yaml:"rounding" doc:"how the comptroller rounds products: down, or half-up as the first ones did"`
	// Unit is usd, or empty where the oracle's prices are in something else.
	Unit string `yaml:"unit" doc:"what the oracle's prices are in: usd, or other, of which dollars can't be told"`
	// BlocksPerYear is for rates of interest a year where they are by the block.
	BlocksPerYear uint64 `yaml:"blocks_per_year" doc:"blocks in a year, to tell the yearly rates of markets that count blocks; 0 leaves the rates out"`
}

func defaults() *Options { return &Options{Variant: "compound", Rounding: "down", Unit: "usd"} }

// Factory makes deployments of Compound v2 and its descendants.
func Factory() protocols.Factory {
	return protocols.Factory{
		Name:      "compound-v2",
		Options:   func() any { return defaults() },
		Addresses: []string{Comptroller},
		Open:      func(env protocols.Env, o any) (protocols.Protocol, error) { return Open(env, o.(*Options)) },
	}
}

// rules are options in the form in which they are asked for.
type rules struct {
	*variant
	rounding      rounding
	dollars       bool
	blocksPerYear uint64
}

func (o *Options) rules() (rules, error) {
	r := rules{variant: variantOf(o.Variant), dollars: o.Unit == "usd", blocksPerYear: o.BlocksPerYear}
	if r.variant == nil {
		return r, fmt.Errorf("%w: variant %q", protocols.ErrUnsupported, o.Variant)
	}
	switch o.Rounding {
	case "down":
	case "half-up":
		r.rounding = halfUp
	default:
		return r, fmt.Errorf("%w: rounding %q", protocols.ErrUnsupported, o.Rounding)
	}
	if o.Unit != "usd" && o.Unit != "other" {
		return r, fmt.Errorf("%w: unit %q", protocols.ErrUnsupported, o.Unit)
	}
	return r, nil
}
