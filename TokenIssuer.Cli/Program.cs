using System.CommandLine;
using TokenIssuer.Cli;
using TokenIssuer.Cli.Clients;
using TokenIssuer.Cli.Keys;
using TokenIssuer.Cli.Output;
using TokenIssuer.Cli.Secrets;
using TokenIssuer.Cli.Serve;
using TokenIssuer.Cli.Sweep;
using TokenIssuer.Cli.Token;
using TokenIssuer.Clients;

if (!StandardStreams.IsOpen(StandardStreams.Output) || !StandardStreams.IsOpen(StandardStreams.Error))
{
    if (StandardStreams.IsOpen(StandardStreams.Error)) Console.Error.WriteLine("Standard output is closed, so nothing was done: send it to /dev/null if nobody reads it.");
    return ExitCode.Fault;
}

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
    foreach (var error in parsed.Errors) Say(error.Message);
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
    Say(e.Message);
    return ExitCode.Refused;
}
catch (UsageException e)
{
    Say(e.Message);
    return ExitCode.Usage;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Interrupted.");
    return ExitCode.Fault;
}
catch (Exception e) when (e is TokenIssuer.Health.ServiceUnavailableException or IOException or UnauthorizedAccessException)
{
    Say(e.Message);
    return ExitCode.Fault;
}
catch (Exception e)
{
    Say($"This is a defect of tokenctl; please report it. {e}");
    return ExitCode.Fault;
}

static void Say(string message) => Console.Error.WriteLine(Terminal.PlainLines(message));

// The words of a command below the root, each with a space after it.
static string CommandPath(Symbol command) =>
    command.Parents.FirstOrDefault() is { } parent ? $"{CommandPath(parent)}{command.Name} " : "";
