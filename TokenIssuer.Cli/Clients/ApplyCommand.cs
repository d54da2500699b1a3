using System.CommandLine;
using TokenIssuer.Cli.Output;
using TokenIssuer.Cli.Storage;
using TokenIssuer.Clients;

namespace TokenIssuer.Cli.Clients;

/// <summary><c>tokenctl clients apply</c>: makes the registry match a file.</summary>
internal static class ApplyCommand
{
    /// <summary>What a second apply says.</summary>
    public const string NoChanges = "No changes.";

    public static Command Create()
    {
        var path = new Argument<string>("FILE") { Description = "A JSON list of clients as 'tokenctl clients export' writes it; - is standard input." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show the difference and change nothing." };
        var prune = new Option<bool>("--prune") { Description = "Delete clients that are not in the file, with their secrets." };
        var command = new Command("apply", "Makes the registry match a file. Prints what differs (+ new, ~ changed, - deleted), then changes it. Creates a missing SQLite file.")
        {
            path, dryRun, prune,
        };
        return Session.Command(command, creates: true, prepare: parsed =>
        {
            // Read before a store is opened or made for it; a file as large as the registry takes seconds.
            var file = ApplyFile.ReadAsync(parsed.GetRequiredValue(path), CancellationToken.None).GetAwaiter().GetResult();
            return session => RunAsync(file, parsed.GetValue(dryRun), parsed.GetValue(prune), session);
        });
    }

    private static async Task<int> RunAsync(ApplyFile file, bool dryRun, bool prune, Session session)
    {
        var plan = await ApplyPlan.CompareAsync(
            file, session.Registry.ListAsync(session.Cancel), prune, session.Json ? _ => { }
        : Console.Out.WriteLine, session.Cancel);
        var run = new ApplyRun(file, plan, session);
        if (!dryRun) await run.RunAsync();
        if (session.Json) await WriteJsonAsync(plan, run, dryRun);
        else if (plan.Changes.Count == 0) await Console.Out.WriteLineAsync(NoChanges);
        else if (!dryRun) await Console.Out.WriteLineAsync($"{run.Done(ApplyKind.Create)} created, {run.Done(ApplyKind.Update)} updated, {run.Done(ApplyKind.Delete)} deleted, {plan.Unchanged} unchanged.");
        return run.Refused.IsEmpty
            ? ExitCode.Done
            : throw new RefusedException(string.Join(Environment.NewLine, run.Refused.Take(20).Append($"{run.Refused.Count} of {plan.Changes.Count} changes were refused. Apply again to see what differs now.")));
    }

    private static Task WriteJsonAsync(ApplyPlan plan, ApplyRun run, bool dryRun) => JsonOutput.WriteAsync(json =>
    {
        int Count(ApplyKind kind) => dryRun ? plan.Count(kind) : run.Done(kind);

        json.WriteStartObject();
        json.WriteNumber("created", Count(ApplyKind.Create));
        json.WriteNumber("updated", Count(ApplyKind.Update));
        json.WriteNumber("deleted", Count(ApplyKind.Delete));
        json.WriteNumber("unchanged", plan.Unchanged);
        json.WriteBoolean("dryRun", dryRun);
        json.WriteEndObject();
    });
}
