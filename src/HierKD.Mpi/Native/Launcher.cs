using System.Globalization;

namespace HierKD;

/// <summary>What has started the process, by the environment that it left.</summary>
internal static class Launcher
{
    /// <summary>Open MPI's mpirun, or a Slurm that speaks PMIx.</summary>
    public static bool IsOpenMpi => Has("OMPI_COMM_WORLD_SIZE") || Has("PMIX_RANK");

    /// <summary>The mpiexec of MPICH or MS-MPI, or a Slurm that speaks PMI.</summary>
    public static bool IsMpich => Has("PMI_RANK") || Has("PMI_FD");

    /// <summary>How many processes it has started; <see langword="null"/> if it does not say.</summary>
    public static int? Processes => Number("OMPI_COMM_WORLD_SIZE") ?? Number("PMI_SIZE");

    private static bool Has(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
}
