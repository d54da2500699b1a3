using System.CommandLine;
using TokenIssuer.Cli.Input;
using TokenIssuer.Cli.Output;
using TokenIssuer.Secrets;

namespace TokenIssuer.Cli.Secrets;

/// <summary>How a new secret is to be: the options of add and rotate.</summary>
internal sealed class NewSecretOptions
{
    private const int MaxLabel = 100;

    private readonly Option<string?> expires = new("--expires")
    {
        HelpName = "WHEN",
        Description = $"When it ends: so long from now, such as 90d, or an ISO 8601 date (UTC). Default: never by itself.",
    };

    private readonly Option<string?> notBefore = new("--not-before")
    {
        HelpName = "WHEN",
        Description = "When it begins, in the same forms. Default: at once.",
    };

    private readonly Option<string?> label = new("--label") { HelpName = "TEXT", Description = "What people call it." };

    public NewSecretOptions(Command command)
    {
        command.Add(expires);
        command.Add(notBefore);
        command.Add(label);
    }

    /// <summary>The secret with what was asked for, from the store's time on. Throws <see cref="UsageException"/> at once for what is malformed.</summary>
    public Func<ClientSecret, DateTimeOffset, ClientSecret> Read(ParseResult parsed)
    {
        var ends = parsed.GetValue(expires) is { } end ? When.Require(expires.Name, end) : (When?)null;
        var begins = parsed.GetValue(notBefore) is { } begin ? When.Require(notBefore.Name, begin) : (When?)null;
        var text = parsed.GetValue(label);
        if (text?.Length > MaxLabel || text?.Any(char.IsControl) == true)
            throw new UsageException($"{label.Name} must be at most {MaxLabel} characters without control characters.");
        return (secret, now) =>
        {
            secret = secret with { ExpiresAt = ends?.From(now), NotBefore = begins?.From(now), Label = text };
            if (secret.ExpiresAt <= now) throw new UsageException($"{expires.Name} is '{parsed.GetValue(expires)}': it must be later than now, {now.Iso()}.");
            if (secret.ExpiresAt <= secret.NotBefore) throw new UsageException($"{expires.Name} is '{parsed.GetValue(expires)}': it must be later than {notBefore.Name}, {secret.NotBefore.Iso()}.");
            return secret;
        };
    }
}
