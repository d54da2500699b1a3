using System.Globalization;
using BenchmarkDotNet.Running;
using TokenIssuer.Benchmarks.Abuse;
using TokenIssuer.Benchmarks.EndToEnd;
using TokenIssuer.Benchmarks.InProcess;

switch (args)
{
    case ["ratio"]:
        await Ratio.RunAsync();
        break;
    case ["http", .. var rest]:
        await Throughput.RunAsync(Seconds(rest, 2));
        break;
    case ["soak", .. var rest]:
        await Soak.RunAsync(Seconds(rest, 300));
        break;
    case ["start", .. var programs]:
        await StartUp.RunAsync(programs);
        break;
    case ["oracle"]:
        await Oracle.RunAsync();
        break;
    case ["flood"]:
        await Flood.RunAsync();
        break;
    case [Floor.Command, var algorithm]:
        await Floor.RunAsync(algorithm);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Workbench).Assembly).Run(args);
        break;
}

static int Seconds(string[] rest, int usual) => rest is [var seconds] ? int.Parse(seconds, CultureInfo.InvariantCulture) : usual;
