#:package Microsoft.IdentityModel.JsonWebTokens

// Verifies the token on standard input as an API does: keys from the issuer's metadata, then signature, issuer, audience,
// lifetime and type, by a library that the issuer does not use. Exit code 0: valid.

using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using System.Text.Json.Nodes;

var issuer = args[0];
using var http = new HttpClient();
var metadata = JsonNode.Parse(await http.GetStringAsync($"{issuer}/.well-known/oauth-authorization-server"))!;
var result = await new JsonWebTokenHandler().ValidateTokenAsync((await Console.In.ReadToEndAsync()).Trim(), new TokenValidationParameters
{
    ValidIssuer = issuer,
    ValidAudience = issuer,
    ValidTypes = ["at+jwt"],
    ClockSkew = TimeSpan.FromSeconds(30),
    IssuerSigningKeys = new JsonWebKeySet(await http.GetStringAsync(metadata["jwks_uri"]!.ToString())).GetSigningKeys(),
});

if (!result.IsValid)
{
    Console.Error.WriteLine($"The token is not valid: {result.Exception.Message}");
    return 1;
}

var token = (JsonWebToken)result.SecurityToken;
Console.WriteLine($"Valid: {token.Alg} by {token.Kid}, issued to {token.Subject}, ends {token.ValidTo:u}");
return 0;
