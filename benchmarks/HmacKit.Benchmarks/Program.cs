using BenchmarkDotNet.Running;
using HmacKit.Benchmarks;

// `ratios` is quick and compares within one process; everything else goes to BenchmarkDotNet.
return args is ["ratios", .. string[] options] ? RatioCommand.Run(options) : RunBenchmarks(args);

static int RunBenchmarks(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(RatioCommand).Assembly).Run(args);
    return 0;
}
