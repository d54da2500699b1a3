using System.CommandLine;
using TokenIssuer.Cli.Storage;
using TokenIssuer.Clients;
using Algorithm = TokenIssuer.Keys.SigningAlgorithm;

namespace TokenIssuer.Cli.Input;

/// <summary>Options and arguments that several commands share; each command gets its own.</summary>
internal static class CommonOptions
{
    public static Option<string?> Store() => new("--store")
    {
        Description = $"sqlite:PATH, azurite[:PORT], or https://NAME.table.core.windows.net. Default: {StoreLocation.Variable}, else a SQLite file in your data folder.",
        HelpName = "STORE",
    };

    public static Option<bool> Json() => new("--json")
    {
        Description = "Write one JSON document, and nothing else, to standard output.",
    };

    public static Option<string?> Keys() => new("--keys")
    {
        Description = "The folder of the signing keys. Default: beside the SQLite file, else in your data folder.",
        HelpName = "DIR",
    };

    public static Option<string> SigningAlgorithm()
    {
        var option = new Option<string>("--signing-algorithm")
        {
            Description = "What tokens are signed with: ES256, RS256 or PS256.",
            HelpName = "ALG",
            DefaultValueFactory = _ => Algorithm.ES256,
        };
        string[] known = [Algorithm.ES256, Algorithm.RS256, Algorithm.PS256];
        option.CompletionSources.Add(known);
        option.Validators.Add(given =>
        {
            if (given.Tokens is [var text] && !known.Contains(text.Value)) given.AddError($"{option.Name} is '{text.Value}': it must be ES256, RS256 or PS256.");
        });
        return option;
    }

    public static Argument<string> ClientId() => new("ID") { Description = "The client's id." };

    /// <summary>The id as given. Throws <see cref="UsageException"/> when no client can have it.</summary>
    public static string RequireClientId(string id) => ClientRules.IsClientId(id)
        ? id
        : throw new UsageException($"ID is '{id}': it must be 3 to 64 of A-Z a-z 0-9 _ and -.");
}
