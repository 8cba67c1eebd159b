using BenchmarkDotNet.Running;
using HmacKit.Benchmarks;

// The named comparisons are quick and run in this process; everything else goes to BenchmarkDotNet.
return args switch
{
    ["ratios", .. string[] options] => RatioCommand.Run(options),
    ["schemes", .. string[] options] => VendorCommand.Run(options),
    ["limits", .. string[] options] => LimiterComparison.Run(options),
    ["replay", .. string[] options] => ReplayComparison.Run(options),
    ["webhooks", .. string[] options] => OutboxComparison.Run(options),
    ["scale", .. string[] options] => ScaleCommand.Run(options),
    ["stores", .. string[] options] => StoreComparison.Run(options),
    _ => RunBenchmarks(args),
};

static int RunBenchmarks(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(RatioCommand).Assembly).Run(args);
    return 0;
}
