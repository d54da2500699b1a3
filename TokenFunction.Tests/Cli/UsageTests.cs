namespace TokenFunction.Tests.Cli;

/// <summary>Exit codes and messages: 0 done, 1 refused, 2 usage, 3 fault; a sentence on standard error, nothing half done.</summary>
public sealed class UsageTests
{
    /// <summary>What the shell types, the exit status, and a part of what it is told. The store has one client, <c>billing</c>.</summary>
    public static TheoryData<string, int, string> Commands => new()
    {
        { "frobnicate", 2, "Run 'tokenctl --help'" },
        { "clients frobnicate", 2, "Run 'tokenctl clients --help'" },
        { "clients show", 2, "Required argument missing for command: 'show'" },
        { "clients create new --public", 2, "'--public'" },
        { "clients create ab", 2, "ID is 'ab': it must be 3 to 64 of A-Z a-z 0-9 _ and -." },
        { "clients create @new", 2, "ID is '@new'" },
        { "clients create new --scope a\\b", 2, "--scope has 'a\\b': a scope is printable ASCII" },
        { "clients create new --default-scope a", 2, "--default-scope has 'a', which is not one of its scopes." },
        { "clients create new --audience api", 2, "--audience has 'api': an audience is an absolute URI" },
        { "clients create new --introspects /api", 2, "--introspects has '/api'" },
        { "clients create new --network 10.0.0.1/8", 2, "--network has '10.0.0.1/8': a network is" },
        { "clients create new --lifetime 59", 2, "--lifetime is 59: it must be whole seconds from 60 to 86400." },
        { "clients create new --lifetime soon", 2, "--lifetime is 'soon': it must be 60 to 86400 seconds" },
        { "clients create new --typ jwt", 2, "--typ is 'jwt': it must be at+jwt or JWT." },
        { "clients create new --grant password", 2, "--grant has 'password': client_credentials is the only grant" },
        { "clients create billing --scope a", 1, "Client 'billing' exists already." },
        { "clients create new --store postgres://x", 2, "The store 'postgres://x' is none of sqlite:PATH, azurite[:PORT] and https" },
        { "clients show nobody", 1, "There is no client 'nobody'." },
        { "clients update nobody --name x", 1, "There is no client 'nobody'." },
        { "clients update billing --no-scopes", 2, "--default-scope has 'api:read', which is not one of its scopes." },
        { "clients update billing --name x --no-name", 2, "--name and --no-name contradict each other" },
        { "clients delete billing", 2, "add --yes" },
        { "clients apply missing.json", 2, "There is no file 'missing.json'." },
        { "clients apply .", 2, "'.' cannot be read: it is a folder" },
        { "clients list --store sqlite:missing/x.db", 3, "There is no store '" },
        { "clients list --store azurite:9", 3, "Table 'clients' of devstoreaccount1: cannot be reached" },
        { "secrets add nobody", 1, "There is no client 'nobody'." },
        { "secrets add billing --expires 90", 2, "--expires is '90': it must be a whole number with s, m, h or d" },
        { "secrets add billing --expires 2026-13-01", 2, "or an ISO 8601 date such as 2027-01-31" },
        { "secrets add billing --expires 2020-01-01", 2, "--expires is '2020-01-01': it must be later than now" },
        { "secrets add billing --expires 1d --not-before 2d", 2, "--expires is '1d': it must be later than --not-before" },
        { "secrets add billing --not-before 0001-01-01", 2, "--not-before is '0001-01-01': it must be" },
        { "secrets rotate billing --overlap 1w", 2, "--overlap is '1w': it must be" },
        { "secrets revoke billing tfs_pasted", 2, "give the secret's id" },
        { "secrets revoke billing \u001b[31m0", 1, "Client 'billing' has no secret '?[31m0'." },
        { "keys rotate --signing-algorithm HS256", 2, "--signing-algorithm is 'HS256': it must be ES256, RS256 or PS256." },
        { "secrets revoke billing 000000000000", 1, "Client 'billing' has no secret '000000000000'." },
        { "keys list --keys missing", 3, "holds no such key" },
        { "token billing", 2, "There is no client secret: set TOKENCTL_CLIENT_SECRET" },
        { "token billing --issuer http://tokens.example.com", 2, "--issuer is 'http://tokens.example.com': it must be an https origin" },
    };

    [Fact]
    public async Task Every_mistake_has_its_exit_code_and_a_sentence_and_changes_nothing()
    {
        using var shell = Operator.OnSqlite();
        await shell.DoAsync("clients", "create", "billing", "--scope", "api:read", "--default-scope", "api:read");
        var before = await shell.DoAsync("clients", "list", "--json");
        var wrong = new List<string>();
        await Parallel.ForEachAsync(Commands, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (row, _) =>
        {
            var (command, exit, message) = ((string)row[0], (int)row[1], (string)row[2]);
            var finished = await shell.RunAsync(command.Split(' '), "");
            if (finished.ExitCode != exit || !finished.Error.Contains(message, StringComparison.Ordinal) || finished.Output.Length > 0)
                lock (wrong) wrong.Add($"{command}: {finished}");
        });
        Assert.Empty(wrong);
        Assert.Equal(before, await shell.DoAsync("clients", "list", "--json"));
    }

    [Fact]
    public async Task A_mistyped_secret_is_told_offline_and_is_not_repeated()
    {
        using var shell = Operator.OnSqlite();
        var secret = (await shell.RegisterAsync("billing")).GetProperty("secret").GetString()!;
        var typo = secret[..20] + (secret[20] == 'x' ? 'y' : 'x') + secret[21..];
        var told = await shell.RunAsync(["token", "billing", "--issuer", "http://127.0.0.1:9"], typo);
        Assert.Equal((2, "The client secret is mistyped or cut off: its checksum is wrong. Nothing was sent.\n", ""), (told.ExitCode, told.Error, told.Output));
        var asked = await shell.RunAsync(["token", "billing", "--issuer", "http://127.0.0.1:9"], secret);
        Assert.Equal(3, asked.ExitCode);
        Assert.DoesNotContain(secret, asked.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Completion_knows_the_verbs()
    {
        using var shell = Operator.OnSqlite();
        var offered = (await shell.DoAsync("[suggest:8]", "clients ")).Split('\n');
        foreach (var verb in (string[])["apply", "create", "delete", "disable", "enable", "export", "list", "show", "update"]) Assert.Contains(verb, offered);
    }
}
