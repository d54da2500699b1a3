using System.Collections.Frozen;
using TokenIssuer.Clients;

namespace TokenFunction.Tests.Clients;

/// <summary>Each rule of a registration names its field and the value.</summary>
public sealed class ClientRulesTests
{
    public static TheoryData<string, Client, string, string> Broken()
    {
        var good = Registering.Client("workload-1");
        return new()
        {
            { "short id", good with { Id = "ab" }, "clientId", "'ab'" },
            { "long id", good with { Id = new string('a', 65) }, "clientId", "3 to 64" },
            { "id with a colon", good with { Id = "a:bc" }, "clientId", "'a:bc'" },
            { "C2.38 implicit grant", good with { Grants = FrozenSet.Create("implicit") }, "grants", "'implicit'" },
            { "scope with a space", good with { Scopes = FrozenSet.Create("a b"), DefaultScopes = "" }, "scopes", "'a b'" },
            { "scope with a quote", good with { Scopes = FrozenSet.Create("a\""), DefaultScopes = "" }, "scopes", "quotes" },
            { "default it may not have", good with { DefaultScopes = "api:admin" }, "defaultScopes", "'api:admin'" },
            { "relative audience", good with { Audiences = ["api"] }, "audiences", "'api'" },
            { "audience with a fragment", good with { Audiences = ["https://a.example.com/#x"] }, "audiences", "fragment" },
            { "audience with a space", good with { Audiences = ["https://a.example.com/a b"] }, "audiences", "a b" },
            { "relative introspects", good with { Introspects = ["/api"] }, "introspects", "'/api'" },
            { "lifetime too short", good with { TokenLifetime = TimeSpan.FromSeconds(59) }, "tokenLifetimeSeconds", "59" },
            { "lifetime too long", good with { TokenLifetime = TimeSpan.FromSeconds(86_401) }, "tokenLifetimeSeconds", "86401" },
            { "lifetime in parts of a second", good with { TokenLifetime = TimeSpan.FromSeconds(60.5) }, "tokenLifetimeSeconds", "whole" },
            { "typ", good with { TokenTyp = "jwt" }, "tokenTyp", "'jwt'" },
            { "name with a line break", good with { Name = "a\nb" }, "name", "control" },
            { "too many scopes", good with { Scopes = Enumerable.Range(0, 2_000).Select(i => $"scope{i}").ToFrozenSet(), DefaultScopes = "" }, "scopes", "8000" },
        };
    }

    [Theory, MemberData(nameof(Broken))]
    public void A_broken_registration_says_where(string rule, Client client, string field, string part)
    {
        var error = Assert.Single(ClientRules.Broken(client));
        Assert.True(field == error.Field, rule);
        Assert.Contains(part, error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_good_registration_has_nothing_to_say() => Assert.Empty(ClientRules.Broken(Registering.Client("workload-1")));
}
