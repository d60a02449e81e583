namespace HierKD.Benchmarks.Profiles;

/// <summary>What the command line says of profiles.</summary>
/// <param name="Networks">Which of <see cref="Workloads.Networks"/>; VGG16 and ResNet-56 if there is none.</param>
/// <param name="Steps">How many steps are looked at.</param>
/// <param name="Results">The file of the results.</param>
internal sealed record ProfileSettings(IReadOnlyList<string> Networks, int Steps, string Results);
