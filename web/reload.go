package web

import "net/http"

// reload answers POST /-/reload: the configuration is read anew and checked
// before anything changes.
func (s *Server) reload(w http.ResponseWriter, r *http.Request) {
	if err := s.options.Reload(r.Context()); err != nil {
		problem(w, http.StatusUnprocessableEntity, "the configuration was not taken over: "+err.Error())
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
