#!/bin/sh
# Prepares a realm of Keycloak for mistmcp: the scopes mist:read and mist:write, whose tokens have the server's address as
# audience and the person's groups, and a public client for an application. What is there already is left as it is.
#
#   kcadm.sh config credentials --server https://login.example.com --realm master --user admin
#   REALM=company URL=https://mcp.example.com/mcp sh prepare.sh CLIENT_ID REDIRECT...
#
# From Keycloak 25 on. Again with another client id and its redirects for each application.
set -eu
: "${REALM:?the realm}" "${URL:?the address of the server as people type it}"
kcadm=${KCADM:-kcadm.sh}
client=${1:?the client id of an application}
shift

# add KIND: reads the JSON of one thing and creates it, unless there is one of that name.
add() {
  if out=$("$kcadm" create "$1" -r "$REALM" -f - 2>&1); then echo "$out"
  else case $out in *already*|*"409"*|*Conflict*) echo "there already: $2" ;; *) echo "$out" >&2; exit 1 ;; esac
  fi
}

for scope in mist:read mist:write; do
  add client-scopes "$scope" <<JSON
{
  "name": "$scope", "protocol": "openid-connect",
  "attributes": { "include.in.token.scope": "true", "display.on.consent.screen": "true" },
  "protocolMappers": [
    { "name": "audience", "protocol": "openid-connect", "protocolMapper": "oidc-audience-mapper",
      "config": { "included.custom.audience": "$URL", "access.token.claim": "true", "id.token.claim": "false" } },
    { "name": "groups", "protocol": "openid-connect", "protocolMapper": "oidc-group-membership-mapper",
      "config": { "claim.name": "groups", "full.path": "false", "access.token.claim": "true", "id.token.claim": "false" } }
  ]
}
JSON
done

redirects=
for redirect in "$@"; do redirects="$redirects${redirects:+, }\"$redirect\""; done
add clients "$client" <<JSON
{
  "clientId": "$client", "protocol": "openid-connect", "publicClient": true, "standardFlowEnabled": true,
  "directAccessGrantsEnabled": false, "fullScopeAllowed": false, "redirectUris": [$redirects],
  "attributes": { "pkce.code.challenge.method": "S256" },
  "defaultClientScopes": ["basic", "profile", "roles", "web-origins", "acr"],
  "optionalClientScopes": ["mist:read", "mist:write", "offline_access"]
}
JSON
