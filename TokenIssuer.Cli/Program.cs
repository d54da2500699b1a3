using System.CommandLine;
using TokenIssuer.Cli;
using TokenIssuer.Cli.Clients;
using TokenIssuer.Cli.Keys;
using TokenIssuer.Cli.Secrets;
using TokenIssuer.Cli.Serve;
using TokenIssuer.Cli.Sweep;
using TokenIssuer.Cli.Token;
using TokenIssuer.Clients;

var root = new RootCommand("tokenctl: a local token issuer, and the administration of any.")
{
    ServeCommand.Create(),
    ClientsCommand.Create(),
    SecretsCommand.Create(),
    KeysCommand.Create(),
    SweepCommand.Create(),
    TokenCommand.Create(),
    TokensCommand.Create(),
};

// @file expansion is off: a secret read from a file would be an argument after all.
var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors) Console.Error.WriteLine(error.Message);
    Console.Error.WriteLine($"Run 'tokenctl {CommandPath(parsed.CommandResult.Command)}--help' for what there is.");
    return ExitCode.Usage;
}

// Ctrl-C is the command's own: it finishes what it is doing. Exceptions are faults of ours and shown as one line.
try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (RefusedException e)
{
    Console.Error.WriteLine(e.Message);
    return ExitCode.Refused;
}
catch (UsageException e)
{
    Console.Error.WriteLine(e.Message);
    return ExitCode.Usage;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Interrupted.");
    return ExitCode.Fault;
}
catch (Exception e) when (e is TokenIssuer.Health.ServiceUnavailableException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return ExitCode.Fault;
}

// The words of a command below the root, each with a space after it.
static string CommandPath(Symbol command) =>
    command.Parents.FirstOrDefault() is { } parent ? $"{CommandPath(parent)}{command.Name} " : "";
