package web

import (
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
)

func apiConfig() huma.Config {
	config := huma.DefaultConfig("brink", "1")
	config.Info.Description = "Lending positions, how far each is from liquidation, and what happens to them. " +
		"Amounts and all money are decimal strings, addresses carry their checksum (EIP-55), times are RFC 3339 in UTC. " +
		"Clients must ignore fields that they don't know."
	config.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	// Our own paths serve the document; the bodies carry no links to schemas.
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil
	config.RejectUnknownQueryParameters = true
	return config
}

func operation(id, path, summary string, errors ...int) huma.Operation {
	return huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Summary: summary, MaxBodyBytes: bodyBytes,
		Errors: append(errors, http.StatusUnprocessableEntity, http.StatusServiceUnavailable)}
}

func (s *Server) register(api huma.API) {
	huma.Register(api, operation("chains", "/v1/chains", "The state of each chain"), s.chains)
	huma.Register(api, operation("markets", "/v1/markets", "Assets and markets with prices, thresholds and totals"), s.markets)
	huma.Register(api, operation("positions", "/v1/positions", "Positions, nearest to liquidation first"), s.positions)
	huma.Register(api, operation("position", "/v1/positions/{id}", "One position", http.StatusNotFound), s.position)
	huma.Register(api, operation("account", "/v1/accounts/{address}", "Everything that an address holds"), s.account)
	huma.Register(api, operation("liquidations", "/v1/liquidations", "Liquidations, newest first"), s.liquidations)
	s.registerTold(api)
	s.registerRisk(api)
	huma.Register(api, s.eventsOperation(), s.events)
	huma.Register(api, s.streamOperation(), s.stream)
	s.registerAlerts(api)
	s.registerNamed(api)
}

// nullable are the properties that can be null without their Go type telling.
var nullable = map[string][]string{
	"Chain": {"head", "processed", "safe", "finalized"}, "Position": {"native"}, "Stats": {"biggest"}, "Alert": {"position"}, "HealthHistory": {"since"}, "Envelope": {"tx_hash"},
}

// asked are what clients send: a key that isn't known is a mistake there.
var asked = []string{"Simulation", "Shock", "Cascade", "Depth", "Level", "Deed", "Goal"}

// describe makes the document say what Go's types don't: lists are never null,
// some properties can be, and answers may gain fields.
func describe(schemas huma.Registry) {
	for name, schema := range schemas.Map() {
		if !slices.Contains(asked, name) {
			schema.AdditionalProperties = nil
		}
		for property, of := range schema.Properties {
			null := slices.Contains(nullable[name], property)
			switch {
			case of.Type == huma.TypeArray:
				of.Nullable = false
			case null && of.Ref != "":
				schema.Properties[property] = &huma.Schema{OneOf: []*huma.Schema{{Ref: of.Ref}, {Type: "null"}}}
			case null:
				of.Nullable = true
			}
			if property == "hash" || property == "tx_hash" {
				of.Pattern = "^0x[0-9a-f]{64}$"
			}
		}
	}
}

func (s *Server) openAPI(w http.ResponseWriter, _ *http.Request) {
	text, err := s.api.OpenAPI().MarshalJSON()
	if err != nil {
		problem(w, http.StatusInternalServerError, "the document can't be written")
		return
	}
	w.Header().Set("Content-Type", "application/openapi+json")
	// Who doesn't take the answer has gone away.
	_, _ = w.Write(text)
}
