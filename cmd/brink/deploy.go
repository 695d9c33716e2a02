package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"brink/chain"
	"brink/chain/rpc"
	"brink/config"
	"brink/engine"
	"brink/prices"
	protocol "brink/protocols"
	"brink/protocols/all"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
)

// assemble makes the engine of a chain and the tables under it. In every mode
// but full, where it begins is to be told to it by Begin. With feeds it also asks
// how old prices are.
func assemble(cfg *config.Config, c config.Chain, observer engine.Observer, feeds bool) (*engine.Engine, error) {
	db := new(state.DB)
	book := prices.NewBook(db)
	var deployments []engine.Deployment
	for _, d := range c.Deployments {
		factory, err := factoryOf(d.Protocol)
		if err != nil {
			return nil, err
		}
		env := protocol.Env{Name: d.Name, DB: db, Book: book, Addresses: d.Addresses, Genesis: c.Mode == config.ModeFull}
		if c.Mode == config.ModeAccounts {
			for _, a := range cfg.Accounts {
				env.Accounts = append(env.Accounts, a.Address)
			}
		}
		options := d.Options
		if options == nil {
			options = factory.Options()
		}
		p, err := factory.Open(env, options)
		if err != nil {
			return nil, fmt.Errorf("deployment %s of %s: %w", d.Name, c.Name, err)
		}
		deployments = append(deployments, engine.Deployment{Name: d.Name, Family: d.Protocol, Protocol: p})
	}
	opt := engine.Options{ChainID: c.ID, Near: *cfg.Watch.Near.Wad(), Observer: observer, Stable: stable(c.Groups),
		Feeds: feeds, Heartbeat: seconds(c.Heartbeat), Heartbeats: make(map[common.Address]uint64)}
	for _, h := range c.Heartbeats {
		opt.Heartbeats[h.Feed] = seconds(h.Every)
	}
	for _, a := range cfg.Accounts {
		opt.Named = append(opt.Named, a.Address)
	}
	if first := firstBlock(c); first > 0 && c.Mode == config.ModeFull {
		opt.Start = chain.Ref{Number: first - 1}
	}
	return engine.New(opt, db, book, deployments), nil
}

func seconds(d time.Duration) uint64 { return uint64(d / time.Second) }

// stable says of the assets of groups whether they keep the price of a currency.
func stable(groups []config.Group) map[common.Address]bool {
	all := make(map[common.Address]bool)
	for _, g := range groups {
		for _, asset := range g.Assets {
			all[asset] = g.Kind == config.Stable
		}
	}
	return all
}

// firstBlock is the first block that may concern any deployment; zero when that
// isn't known of one of them.
func firstBlock(c config.Chain) uint64 {
	first := c.Deployments[0].StartBlock
	for _, d := range c.Deployments {
		first = min(first, d.StartBlock)
	}
	return first
}

func factoryOf(name string) (protocol.Factory, error) {
	for _, f := range all.Factories() {
		if f.Name == name {
			return f, nil
		}
	}
	return protocol.Factory{}, fmt.Errorf("protocol %q is not known", name)
}

// reaching says how to reach a chain.
func reaching(c config.Chain) rpc.Options {
	opt := rpc.Options{ChainID: c.ID, Multicall: c.Multicall, BlockTime: c.BlockTime, Poll: c.PollInterval,
		Verify: rpc.Verify(c.Verify)}
	for _, e := range c.Endpoints {
		endpoint := rpc.Endpoint{Name: e.Name, URL: e.URL.Reveal()}
		if e.Public {
			endpoint.Rate = publicRate
		}
		opt.Endpoints = append(opt.Endpoints, endpoint)
	}
	return opt
}

// publicRate is how many requests a second an endpoint gets that strangers share.
const publicRate = 5

// dial connects to a chain's endpoints.
func dial(ctx context.Context, c config.Chain, observer rpc.Observer, log *slog.Logger) (*rpc.Client, error) {
	opt := reaching(c)
	opt.Observer, opt.Logger = observer, log
	client, err := rpc.Dial(ctx, opt)
	if err != nil {
		return nil, fmt.Errorf("chain %s: %w", c.Name, err)
	}
	return client, nil
}

// follow makes the source of a chain's steps. What was final before, if that is
// known, must still be there.
func follow(c config.Chain, node chain.Node, final chain.Ref) *chain.Follower {
	opt := following(c)
	opt.Final = final
	return chain.NewFollower(node, opt)
}

// following are a chain's habits.
func following(c config.Chain) chain.FollowerOptions {
	return chain.FollowerOptions{
		Depth: c.Finality.Depth, MaxRange: c.MaxBlockRange, TagEvery: max(c.BlockTime, time.Second),
		NoBloom: c.Verify == string(rpc.VerifyNone),
	}
}
