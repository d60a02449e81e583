# Builds, tests and runs HierKD on Windows (and wherever PowerShell is), with the TorchSharp engine. `build.ps1 help` says how.
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Position = 0)] [ValidateSet('build', 'test', 'sample', 'own-loop', 'custom-saliency', 'cifar10', 'imagenet', 'recipe', 'study', 'networks', 'api', 'bench', 'pack', 'engine', 'help')] [string] $Verb = 'help',
    [ValidateSet('cpu', 'cuda-windows', 'cuda-linux')] [string] $Backend = $(if ($env:TORCH_BACKEND) { $env:TORCH_BACKEND } else { 'cpu' }),
    [string] $TorchSharpVersion,
    [Parameter(ValueFromRemainingArguments)] [string[]] $Rest = @()
)

$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot

$Help = @'
build build                       build everything
build test                        build everything and run all tests
build sample [args]               build and run samples/QuickStart with these arguments
build own-loop [args]             build and run samples/OwnTrainingLoop: a training loop of one's own around the session
build custom-saliency [args]      build and run samples/CustomSaliency: criteria of one's own, compared with the default
build cifar10 [args]              build and run samples/Cifar10 with these arguments: evaluate, or prune; it needs data, see its README
build imagenet [args]             build and run samples/ImageNetResNet50 with these arguments: evaluate, or prune; prune --smoke needs no data
build recipe NAME [args]          build and run a published experiment of samples/Recipes (vgg16-cifar10, ...); --smoke needs no data
build study [args]                build and run samples/Study: compares ways to make networks small; render writes the tables and pictures
build networks [args]             find out what can be removed of every network of tests/HierKD.Models
build api                         write the API reference, docs/api, from the XML comments of the library
build bench [names]               time training steps side by side with PyTorch's; writes docs/results/performance.json and .md
build pack                        make the package HierKD (on TorchSharp); writes artifacts/packages
build engine                      say which engine is used here

-Backend cpu|cuda-windows|cuda-linux   TorchSharp's native package (or set TORCH_BACKEND; default cpu)
-TorchSharpVersion VERSION             the version of the TorchSharp packages (default: the one pinned)

The LibTorch engine needs ./build.sh on Linux; here HierKD runs on the TorchSharp packages.
'@

# Exit code 2 tells "could not be set up" from a failed test.
function Stop-Build([string] $Sentence) {
    [Console]::Error.WriteLine("build: $Sentence")
    exit 2
}

function Initialize-Build {
    if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
        Stop-Build "There is no 'dotnet' command: install the .NET SDK 10.0 or later and run this again."
    }
    if (-not (dotnet --list-sdks | Where-Object { $_ -match '^[1-9][0-9]+\.' })) {
        Stop-Build "The .NET SDK found here is older than 10.0: install the .NET SDK 10.0 or later and run this again."
    }
    $env:DOTNET_NOLOGO = '1'
    $env:TorchEngine = 'TorchSharp'
    $env:TorchBackend = $Backend
    if ($TorchSharpVersion) { $env:TorchSharpVersion = $TorchSharpVersion }
    Write-Host "Engine: TorchSharp (the only one that build.ps1 sets up), native package TorchSharp-$Backend."
}

function Invoke-Build([string] $Project) {
    Write-Host "Building $Project (Release) ..."
    dotnet restore $Project -v quiet
    if ($LASTEXITCODE) { Stop-Build "The NuGet packages could not be restored: check the network and 'dotnet nuget list source', and run this again." }
    dotnet build $Project -c Release --no-restore -v quiet
    if ($LASTEXITCODE) { Stop-Build "The code does not build: the compiler's messages are above." }
}

$Sum = @{ passed = 0; failed = 0; skipped = 0 }

function Invoke-Tests([string] $Project, [string] $Framework, [string] $Filter) {
    $name = "$(Split-Path $Project -Leaf)-$Framework-$($Filter -replace '[^A-Za-z]', '_')"
    $trx = Join-Path $PSScriptRoot ".build/log/results/$name.trx"
    Write-Host "Testing $Project ($Framework, $Filter) ..."
    dotnet test $Project -c Release -f $Framework --no-build --nologo --filter $Filter --logger "trx;LogFileName=$trx"
    $status = $LASTEXITCODE
    $before = $Sum.failed
    if (Test-Path $trx) {
        $counters = ([xml](Get-Content $trx -Raw)).TestRun.ResultSummary.Counters
        $Sum.passed += [int]$counters.passed
        $Sum.failed += [int]$counters.failed
        $Sum.skipped += [int]$counters.total - [int]$counters.passed - [int]$counters.failed
    }
    if ($status -and $Sum.failed -eq $before) {
        Write-Host "The test run ended with exit code $status and no failed test: it counts as one failure."
        $Sum.failed++
    }
}

function Complete-Tests {
    Write-Host "$($Sum.passed) passed, $($Sum.failed) failed, $($Sum.skipped) skipped"
    if ($Sum.failed -or -not $Sum.passed) { exit 1 }
}

function Invoke-AllTests {
    Remove-Item '.build/log/results' -Recurse -Force -ErrorAction SilentlyContinue
    # The library reaches a few private members of TorchSharp; a version without them must say so first.
    Invoke-Tests 'tests/HierKD.Tests' 'net10.0' 'Category=PrivateNames'
    if ($Sum.failed) { Complete-Tests }
    $frameworks = @('net10.0')
    if (dotnet --list-runtimes | Where-Object { $_ -match '^Microsoft\.NETCore\.App 8\.' }) { $frameworks += 'net8.0' }
    foreach ($framework in $frameworks) {
        foreach ($project in 'tests/HierKD.LibTorch.Tests', 'tests/HierKD.Tests') { Invoke-Tests $project $framework 'Category!=PrivateNames' }
    }
    if ('net8.0' -notin $frameworks) { Write-Host 'net8.0: built, not run (runtime not present)' }
    Complete-Tests
}

function Invoke-Project([string] $Project, [string[]] $Arguments) {
    Initialize-Build
    Invoke-Build $Project
    dotnet run --project $Project -c Release -f net10.0 --no-build -- @Arguments
    exit $LASTEXITCODE
}

# HierKD-libtorch, with the engine, is made by build.sh on Linux.
function Invoke-Pack {
    Initialize-Build
    Remove-Item 'artifacts/packages/HierKD*.nupkg', 'artifacts/packages/HierKD*.snupkg' -ErrorAction SilentlyContinue
    dotnet pack src/HierKD -c Release -nologo -o artifacts/packages
    if ($LASTEXITCODE) { Stop-Build 'HierKD could not be packed: the messages are above.' }
    Get-ChildItem 'artifacts/packages/HierKD.[0-9]*.nupkg' | ForEach-Object { Write-Host "HierKD: $($_.Name)" }
}

function Assert-NoRest {
    if ($Rest) { Stop-Build "'build $Verb' takes no '$($Rest[0])': run 'build help' for the list." }
}

switch ($Verb) {
    'help' { Write-Host $Help }
    'engine' { Assert-NoRest; Initialize-Build }
    'build' { Assert-NoRest; Initialize-Build; Invoke-Build 'HierKD.sln' }
    'test' { Assert-NoRest; Initialize-Build; Invoke-Build 'HierKD.sln'; Invoke-AllTests }
    'pack' { Assert-NoRest; Invoke-Pack }
    'sample' { Invoke-Project 'samples/QuickStart' $Rest }
    'own-loop' { Invoke-Project 'samples/OwnTrainingLoop' $Rest }
    'custom-saliency' { Invoke-Project 'samples/CustomSaliency' $Rest }
    'cifar10' { Invoke-Project 'samples/Cifar10' $Rest }
    'imagenet' { Invoke-Project 'samples/ImageNetResNet50' $Rest }
    'recipe' { Invoke-Project 'samples/Recipes' $Rest }
    'study' { Invoke-Project 'samples/Study' $Rest }
    'networks' { Invoke-Project 'tests/HierKD.Networks' $Rest }
    'api' { Assert-NoRest; Invoke-Project 'tests/HierKD.ApiReference' @() }
    'bench' { Invoke-Project 'tests/HierKD.Benchmarks' $Rest }
}
