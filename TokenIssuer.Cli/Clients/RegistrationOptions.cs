using System.Collections.Frozen;
using System.CommandLine;
using System.Globalization;
using TokenIssuer.Cli.Input;
using TokenIssuer.Clients;

namespace TokenIssuer.Cli.Clients;

/// <summary>
/// The options of create and update. A repeatable option gives the whole list. On update, what is not mentioned stays, and
/// <c>--no-…</c> clears what its name says.
/// </summary>
internal sealed class RegistrationOptions
{
    private readonly Command command;
    private readonly bool clearing;
    private readonly List<Func<ParseResult, Client, Client>> steps = [];

    /// <param name="command">Gets the options.</param>
    /// <param name="clearing">Whether there may be something to clear.</param>
    public RegistrationOptions(Command command, bool clearing)
    {
        this.command = command;
        this.clearing = clearing;
        List("--scope", "SCOPE", "A scope it may ask for. Repeatable.", "--no-scopes", (client, list) => client with { Scopes = list.ToFrozenSet(StringComparer.Ordinal) });
        List("--default-scope", "SCOPE", "A scope it gets when it asks for none. Repeatable.", "--no-default-scopes", (client, list) => client with { DefaultScopes = string.Join(' ', list) });
        List("--audience", "URI", "An audience it may ask for; the first is its default. Repeatable. None: the issuer's own.", "--no-audiences", (client, list) => client with { Audiences = list });
        Text("--lifetime", "SECONDS", "How long its tokens are good for: 60 to 86400 seconds, or a duration such as 30m. None: the issuer's own.", "--no-lifetime", (client, text) => client with { TokenLifetime = Lifetime(text) });
        List("--network", "CIDR", "A network it may call from. Repeatable. None: anywhere.", "--no-networks", (client, list) => client with { AllowedNetworks = [.. list.Select(ClientField.Network)] });
        List("--introspects", "URI", "An audience whose tokens it may introspect. Repeatable.", "--no-introspects", (client, list) => client with { Introspects = list });
        List("--grant", "GRANT", "client_credentials: the default, and the only grant there is.", null, (client, list) => client with { Grants = list.ToFrozenSet(StringComparer.Ordinal) });
        Flag("--no-grants", "A resource server, which only introspects.", client => client with { Grants = FrozenSet<string>.Empty });
        Text("--typ", "TYP", "The typ of its tokens: at+jwt (RFC 9068), or JWT for verifiers that predate it.", null, (client, text) => client with { TokenTyp = text ?? "" });
        Text("--owner", "ID", "Who answers for it, in your own terms.", "--no-owner", (client, text) => client with { OwnerId = text });
        Text("--name", "TEXT", "What people call it.", "--no-name", (client, text) => client with { Name = text });
        Text("--description", "TEXT", "What it is for.", "--no-description", (client, text) => client with { Description = text });
        Flag("--disabled", "Refuse it for now; 'tokenctl clients enable' lets it in.", client => client with { Enabled = false });
    }

    /// <summary>
    /// What the command line does to a client. Throws <see cref="UsageException"/> that names the option: for a malformed
    /// value at once, for one that does not fit the client when the client is there.
    /// </summary>
    public Func<Client, Client> Read(ParseResult parsed)
    {
        Client Change(Client client) => steps.Aggregate(client, (changed, step) => step(parsed, changed));

        Change(ClientField.NewClient("any"));
        return client => Require(Change(client));
    }

    private static Client Require(Client client)
    {
        var broken = ClientRules.Broken(client).Select(error => $"{Option(error.Field)} {error.Problem}").ToList();
        return broken.Count == 0 ? client : throw new UsageException(string.Join(Environment.NewLine, broken));
    }

    private static string Option(string field) => Array.Find(ClientField.All, known => known.Name == field)?.Option ?? "ID";

    private static TimeSpan? Lifetime(string? text) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds)
        : Duration.Read(text) ?? throw new FormatException($"is '{text}': it must be 60 to 86400 seconds, or {Duration.Form}.");

    private void List(string name, string help, string description, string? clear, Func<Client, string[], Client> with) =>
        Add(new Option<string[]>(name) { HelpName = help, Description = description }, clear, (client, list) =>
            with(client, Array.ConvertAll(list ?? [], ClientField.Entry)));

    private void Text(string name, string help, string description, string? clear, Func<Client, string?, Client> with) =>
        Add(new Option<string>(name) { HelpName = help, Description = description }, clear, with);

    private void Flag(string name, string description, Func<Client, Client> with)
    {
        var option = new Option<bool>(name) { Description = description };
        command.Add(option);
        steps.Add((parsed, client) => parsed.GetValue(option) ? with(client) : client);
    }

    private void Add<T>(Option<T> option, string? clear, Func<Client, T?, Client> with)
        where T : class
    {
        command.Add(option);
        var clears = clear is not null && clearing ? new Option<bool>(clear) { Description = $"Clear what {option.Name} set." } : null;
        if (clears is not null) command.Add(clears);
        steps.Add((parsed, client) =>
        {
            var given = parsed.GetResult(option) is not null;
            var cleared = clears is not null && parsed.GetValue(clears);
            if (given && cleared) throw new UsageException($"{option.Name} and {clears!.Name} contradict each other: keep one.");
            try
            {
                return given ? with(client, parsed.GetValue(option)) : cleared ? with(client, null) : client;
            }
            catch (FormatException e)
            {
                throw new UsageException($"{option.Name} {e.Message}");
            }
        });
    }
}
