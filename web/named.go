package web

import (
	"context"

	"github.com/danielgtaylor/huma/v2"
	"github.com/ethereum/go-ethereum/common"
)

// Named is what the configuration gives names to.
type Named struct {
	Accounts []NamedAccount
	Groups   []AssetGroup
	// Paths are the historical crashes that can be simulated.
	Paths []string
}

// NamedAccount is an account that the configuration names.
type NamedAccount struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// AssetGroup is assets whose prices move together.
type AssetGroup struct {
	Name   string   `json:"name"`
	Kind   string   `json:"kind" enum:"volatile,stable" doc:"stable where the assets are meant to keep the price of a currency"`
	Assets []Member `json:"assets"`
}

type accountList struct {
	Accounts []NamedAccount `json:"accounts"`
}

type groupList struct {
	Groups []AssetGroup `json:"groups"`
	Paths  []string     `json:"paths" doc:"historical crashes, for the path of a simulation"`
}

func (s *Server) namedAccounts(context.Context, *struct{}) (*answer[accountList], error) {
	return &answer[accountList]{accountList{list(s.options.Named.Accounts)}}, nil
}

func (s *Server) groups(context.Context, *struct{}) (*answer[groupList], error) {
	out := groupList{list(s.options.Named.Groups), list(s.options.Named.Paths)}
	for i := range out.Groups {
		out.Groups[i].Assets = list(out.Groups[i].Assets)
	}
	return &answer[groupList]{out}, nil
}

func (s *Server) registerNamed(api huma.API) {
	huma.Register(api, operation("accounts", "/v1/accounts", "Accounts that the configuration names"), s.namedAccounts)
	huma.Register(api, operation("groups", "/v1/risk/groups", "Groups of assets whose prices move together, and historical crashes"), s.groups)
	huma.Register(api, operation("health", "/v1/positions/{id}/health", "How a position's health factor has moved, as far as this server remembers"), s.health)
}

// addresses are those of the named accounts.
func (n *Named) addresses() []common.Address {
	all := make([]common.Address, len(n.Accounts))
	for i := range all {
		all[i] = common.HexToAddress(n.Accounts[i].Address)
	}
	return all
}
