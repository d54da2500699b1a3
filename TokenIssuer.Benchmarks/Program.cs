using BenchmarkDotNet.Running;
using TokenIssuer.Benchmarks;

switch (args)
{
    case ["ratio"]:
        await Ratio.RunAsync();
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Workbench).Assembly).Run(args);
        break;
}
