namespace HierKD.Tests;

/// <summary>One step of a random network. Any numbers give a valid step: they are taken modulo the choices there are.</summary>
/// <param name="Kind">What the step does.</param>
/// <param name="First">What it reads: 0 is the latest map.</param>
/// <param name="Second">What else it reads.</param>
/// <param name="Size">Widths, groups, kernels.</param>
public sealed record Gene(int Kind, int First, int Second, int Size);
