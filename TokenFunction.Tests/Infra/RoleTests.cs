using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TokenFunction.Tests.Infra;

/// <summary>Who may do what: exactly these, and nobody else anything.</summary>
public sealed partial class RoleTests
{
    private const string App = "the app";

    private static readonly Dictionary<string, string> Roles = new()
    {
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
    };

    private static readonly string[] OfTheApp =
    [
        "the app: Monitoring Metrics Publisher on appi-",
        "the app: Storage Blob Data Owner on sthost",
        "the app: Storage Table Data Contributor on tables/clients",
        "the app: Storage Table Data Contributor on tables/revocations",
        "the app: Token signer on keys/token-signing",
    ];

    [OnBicep]
    [InlineData("main")]
    [InlineData("prod")]
    public async Task The_app_may_use_its_tables_its_key_the_hosts_blobs_and_telemetry(string parameters) =>
        Assert.Equal(OfTheApp, Assignments(await Snapshot.OfAsync(parameters)));

    [OnBicep]
    [InlineData("main", "User")]
    [InlineData("prod", "Group")]
    public async Task Operators_get_the_two_tables_when_asked_for_and_nothing_else(string parameters, string type)
    {
        var snapshot = await Snapshot.OfAsync(parameters, ("operatorPrincipalId", "'33333333-3333-3333-3333-333333333333'"));
        Assert.Equal(
            [
                $"33333333-3333-3333-3333-333333333333 ({type}): Storage Table Data Contributor on tables/clients",
                $"33333333-3333-3333-3333-333333333333 ({type}): Storage Table Data Contributor on tables/revocations",
                .. OfTheApp,
            ],
            Assignments(snapshot));
    }

    /// <summary>azd sets AZURE_PRINCIPAL_ID to whoever deploys; that alone must give nobody the clients.</summary>
    [OnBicep]
    [InlineData("main")]
    [InlineData("prod")]
    public async Task Deploying_alone_makes_nobody_an_operator(string parameters)
    {
        var snapshot = await Snapshot.EvaluateAsync(
            parameters, [], "test", new() { ["AZURE_PRINCIPAL_ID"] = "33333333-3333-3333-3333-333333333333" });
        Assert.Equal(OfTheApp, Assignments(snapshot));
    }

    [OnBicep]
    [InlineData("main")]
    public async Task The_signers_role_is_two_data_actions_in_this_group(string parameters)
    {
        var role = (await Snapshot.OfAsync(parameters)).Single("Microsoft.Authorization/roleDefinitions")["properties"]!;
        var permission = Assert.Single(role["permissions"]!.AsArray())!.AsObject();
        Assert.Equal(["dataActions"], permission.Select(property => property.Key));
        Assert.Equal(
            ["Microsoft.KeyVault/vaults/keys/read", "Microsoft.KeyVault/vaults/keys/sign/action"],
            permission["dataActions"]!.AsArray().Select(action => action!.ToString()));
        Assert.EndsWith("/resourceGroups/rg", Assert.Single(role["assignableScopes"]!.AsArray())!.ToString(), StringComparison.Ordinal);
    }

    [OnBicep]
    [InlineData("main")]
    public async Task A_role_made_beforehand_takes_the_place_of_our_own(string parameters)
    {
        var snapshot = await Snapshot.OfAsync(parameters, ("signerRoleId", "'/providers/Microsoft.Authorization/roleDefinitions/theirs'"));
        Assert.Empty(snapshot.Of("Microsoft.Authorization/roleDefinitions"));
        Assert.Contains("the app: theirs on keys/token-signing", Assignments(snapshot));
    }

    private static IEnumerable<string> Assignments(Snapshot snapshot)
    {
        var own = snapshot.Of("Microsoft.Authorization/roleDefinitions").Select(role => role["name"]!.ToString()).SingleOrDefault();
        var identity = snapshot.Single("Microsoft.ManagedIdentity/userAssignedIdentities")["name"]!.ToString();
        return snapshot.Of("Microsoft.Authorization/roleAssignments").Select(assignment => Describe(assignment, own, identity)).Order(StringComparer.Ordinal);
    }

    private static string Describe(JsonObject assignment, string? own, string identity)
    {
        var properties = assignment["properties"]!;
        var principal = properties["principalId"]!.ToString();
        var type = properties["principalType"]!.ToString();
        var who = principal.EndsWith($"/{identity}', '2024-11-30').principalId]", StringComparison.Ordinal) && type == "ServicePrincipal"
            ? App
            : $"{principal} ({type})";
        var id = properties["roleDefinitionId"]!.ToString().Split('/')[^1];
        var role = id == own ? "Token signer" : Roles.GetValueOrDefault(id, id);
        return $"{who}: {role} on {Scope(assignment["id"]!.ToString())}";
    }

    /// <summary>The resource before the assignment in its id: for a child its last two parts, else its name's fixed start.</summary>
    private static string Scope(string id)
    {
        var scope = ScopeOfExtension().Match(id) is { Success: true } match ? match.Groups[1].Value : id.Split("/providers/Microsoft.Authorization/")[0];
        var parts = scope.Split('/');
        return parts[^2] is "tables" or "keys" ? $"{parts[^2]}/{parts[^1]}" : FixedStart().Match(parts[^1]).Value;
    }

    [GeneratedRegex(@"^\[extensionResourceId\('([^']+)', 'Microsoft\.Authorization/roleAssignments'")]
    private static partial Regex ScopeOfExtension();

    [GeneratedRegex("^(appi-|sthost|.*$)")]
    private static partial Regex FixedStart();
}
