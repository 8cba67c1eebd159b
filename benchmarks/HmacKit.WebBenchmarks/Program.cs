using HmacKit.WebBenchmarks;

// Without arguments: the comparison, which starts this program again as "serve NAME" for each pipeline.
switch (args)
{
    case ["serve", string name] when Pipeline.Find(name) is { } pipeline:
        await PipelineServer.RunAsync(pipeline);
        return 0;
    case ["serve", ..]:
        Console.Error.WriteLine("serve takes one of: " + string.Join(", ", Pipeline.All.Select(static pipeline => pipeline.Name)));
        return 2;
    case ["timing", .. string[] options]:
        return await TimingCommand.RunAsync(options);
    case ["key-timing", .. string[] options]:
        return await KeyIdTiming.RunAsync(options);
    case ["memory", .. string[] options]:
        return await MemoryComparison.RunAsync(options);
    case ["start", .. string[] options]:
        return await StartComparison.RunAsync(options);
    default:
        return await WebComparison.RunAsync(args);
}
