; lockdesk:// for everyone on the machine, from the day the console is installed until it is removed. What follows `--` is
; no switch of Chromium's, whatever a link may hold.
!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\lockdesk" "" "URL:Lockdesk"
  WriteRegStr SHELL_CONTEXT "Software\Classes\lockdesk" "URL Protocol" ""
  WriteRegStr SHELL_CONTEXT "Software\Classes\lockdesk\DefaultIcon" "" "$INSTDIR\${APP_EXECUTABLE_FILENAME},0"
  WriteRegStr SHELL_CONTEXT "Software\Classes\lockdesk\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" -- "%1"'
!macroend

!macro customUnInstall
  DeleteRegKey SHELL_CONTEXT "Software\Classes\lockdesk"
!macroend
