namespace HierKD;

/// <summary>There is no MPI that can be used, or it reports an error.</summary>
/// <param name="message">What happened, and what helps.</param>
public sealed class MpiException(string message) : Exception(message);
