; What the installer for Windows does besides electron-builder's own script, which includes this file:
; https://www.electron.build/nsis#custom-nsis-script
; Rollcall offers itself under "Open with". electron-builder's own associations would make it the program that opens
; every .db, and its removal would leave none (include/FileAssociation.nsh of app-builder-lib).
!define ROLLCALL_CLASS "Rollcall.Database"
!define ROLLCALL_CLASSES "Software\Classes"

!macro offerRollcallFor EXTENSION
  WriteRegNone SHELL_CONTEXT "${ROLLCALL_CLASSES}\${EXTENSION}\OpenWithProgids" "${ROLLCALL_CLASS}"
!macroend

!macro takeRollcallFrom EXTENSION
  DeleteRegValue SHELL_CONTEXT "${ROLLCALL_CLASSES}\${EXTENSION}\OpenWithProgids" "${ROLLCALL_CLASS}"
!macroend

!macro tellExplorer
  ; SHCNE_ASSOCCHANGED
  System::Call "shell32::SHChangeNotify(i, i, i, i) v (0x08000000, 0, 0, 0)"
!macroend

; For the person alone, without asking: nothing wants an administrator.
!macro customInstallMode
  StrCpy $isForceCurrentInstall "1"
!macroend

!macro customInstall
  WriteRegStr SHELL_CONTEXT "${ROLLCALL_CLASSES}\${ROLLCALL_CLASS}" "" "SQLite database"
  WriteRegStr SHELL_CONTEXT "${ROLLCALL_CLASSES}\${ROLLCALL_CLASS}\DefaultIcon" "" "$appExe,0"
  WriteRegStr SHELL_CONTEXT "${ROLLCALL_CLASSES}\${ROLLCALL_CLASS}\shell\open\command" "" '"$appExe" "%1"'
  !insertmacro offerRollcallFor ".db"
  !insertmacro offerRollcallFor ".sqlite"
  !insertmacro offerRollcallFor ".sqlite3"
  !insertmacro tellExplorer
!macroend

!macro customUnInstall
  !insertmacro takeRollcallFrom ".db"
  !insertmacro takeRollcallFrom ".sqlite"
  !insertmacro takeRollcallFrom ".sqlite3"
  DeleteRegKey SHELL_CONTEXT "${ROLLCALL_CLASSES}\${ROLLCALL_CLASS}"
  !insertmacro tellExplorer
!macroend
