namespace HierKD.Mpi.Worker;

/// <summary>A measurement of joint steps.</summary>
/// <param name="Network">Which.</param>
/// <param name="Library">Over what.</param>
/// <param name="Processes">How many.</param>
/// <param name="Batch">Samples of each process.</param>
/// <param name="Calls">Calls of the group in a step.</param>
/// <param name="Bytes">Bytes of a process in a step.</param>
/// <param name="StepMilliseconds">The median of a step without the exchange.</param>
/// <param name="ExchangeMilliseconds">The median of the exchange, waits for the other processes included.</param>
/// <param name="MultiplyAdds">Of a sample in a step.</param>
internal sealed record ExchangeRow(
    string Network, string Library, int Processes, int Batch, long Calls, long Bytes, double StepMilliseconds, double ExchangeMilliseconds,
    long MultiplyAdds);
