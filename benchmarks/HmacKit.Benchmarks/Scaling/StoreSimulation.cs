namespace HmacKit.Benchmarks;

/// <summary>A store that is called, event by event, in simulated microseconds.</summary>
internal sealed class StoreSimulation
{
    private const double Varied = 0.2;

    private readonly StoreModel _model;
    private readonly Random _random = new(16);
    private readonly Queue<double> _waiting = new();
    private readonly PriorityQueue<(bool IsBatch, double[] Arrivals), double> _events = new();
    private readonly bool _isClosed;
    private readonly double _gap;
    private int _busy;
    private double _sharedFree;

    private StoreSimulation(StoreModel model, bool isClosed, double gap)
    {
        _model = model;
        _isClosed = isClosed;
        _gap = gap;
    }

    public List<double> Latencies { get; } = [];

    public long Batches { get; private set; }

    /// <summary>The time of the last answer.</summary>
    public double End { get; private set; }

    /// <summary>Calls a second of callers who each wait for their answer before they call again.</summary>
    public static double ClosedRate(StoreModel model, int callers)
    {
        var simulation = new StoreSimulation(model, isClosed: true, gap: 0);
        for (int i = 0; i < callers; i++)
        {
            simulation._events.Enqueue((false, []), i * 0.01);
        }

        simulation.Run(Math.Max(500, callers * 12));
        return simulation.Latencies.Count / simulation.End * 1e6;
    }

    /// <summary>Calls that come at random, as many a second, whatever becomes of the others.</summary>
    public static StoreSimulation Open(StoreModel model, double rate, int calls)
    {
        var simulation = new StoreSimulation(model, isClosed: false, gap: 1e6 / rate);
        simulation._events.Enqueue((false, []), 0);
        simulation.Run(calls);
        simulation.Latencies.Sort();
        return simulation;
    }

    public double Quantile(double share) => Latencies[Math.Min(Latencies.Count - 1, (int)(share * Latencies.Count))];

    private void Run(int calls)
    {
        while (Latencies.Count < calls && _events.TryDequeue(out (bool IsBatch, double[] Arrivals) next, out double now))
        {
            if (next.IsBatch)
            {
                Answer(next.Arrivals, now);
                continue;
            }

            _waiting.Enqueue(now);
            if (!_isClosed)
            {
                _events.Enqueue((false, []), now - (_gap * Math.Log(1 - _random.NextDouble())));
            }

            if (_busy < _model.Senders)
            {
                _busy++;
                Send(now);
            }
        }
    }

    private void Send(double now)
    {
        double[] batch = new double[Math.Min(_waiting.Count, _model.MaxBatch)];
        for (int i = 0; i < batch.Length; i++)
        {
            batch[i] = _waiting.Dequeue();
        }

        Batches++;
        double reached = now + (_model.Senders > 1 ? Some(_model.Latency) : 0);
        double start = Math.Max(reached, _sharedFree);
        _sharedFree = start + _model.Cost(batch.Length);
        _events.Enqueue((true, batch), _sharedFree);
    }

    private void Answer(double[] arrivals, double now)
    {
        End = now;
        foreach (double arrival in arrivals)
        {
            Latencies.Add(now - arrival);
            if (_isClosed)
            {
                _events.Enqueue((false, []), now + (_model.Senders == 1 ? Some(_model.Latency) : 0));
            }
        }

        // The sender goes on with what has come meanwhile; who was answered now joins a later batch.
        if (_waiting.Count > 0)
        {
            Send(now);
        }
        else
        {
            _busy--;
        }
    }

    /// <summary>A time that varies a little, so that callers don't march in step for ever.</summary>
    private double Some(double time) => time * (1 - Varied + (2 * Varied * _random.NextDouble()));
}
