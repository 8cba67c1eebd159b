namespace HmacKit.Benchmarks;

/// <summary>What one process measured of one candidate. Times are nanoseconds an add.</summary>
internal sealed record ReplayFigures(
    string Name,
    double CpuTime,
    double WallTime,
    double TwoThreadsCpuTime,
    double TwoThreadsWallTime,
    double P99,
    double P999,
    double WorstMilliseconds,
    double WorstCpuMilliseconds,
    double BytesPerLiveNonce,
    double BytesPerAdd,
    double RequestBytesPerAdd,
    double GcPauseMilliseconds);
